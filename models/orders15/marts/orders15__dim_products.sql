{{ config(alias='dim_products', indexes=[{'columns': ['product_id'], 'unique': true}]) }}

select
    product_id,
    product_name,
    category,
    price,
    stock_quantity
from {{ ref('staging_products') }}
