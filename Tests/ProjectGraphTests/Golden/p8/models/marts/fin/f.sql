{{ config(tags=['x'], meta={'pii': true, 'n': 5}) }}
select a from {{ ref('m') }}
