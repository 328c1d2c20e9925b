{{ config(alias='crates', unique_key='id', materialized='incremental', on_schema_change='fail', meta={'owner': 'ann', 'levels': [1, 'x', true]}) }}
select p.id, p.price, p.day, t.kind, 'x' as lost, {{ function('halve') }}(1) as half
from {{ ref('pick') }} as p join {{ ref('tree') }} as t on p.id = t.id
