{{ config(materialized='ephemeral') }}
select id, {{ cents('price') }} as price, day from {{ source('barn', 'picks') }}
