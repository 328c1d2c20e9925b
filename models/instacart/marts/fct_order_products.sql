{{
    config(
        materialized='incremental',
        incremental_strategy='merge',
        unique_key=['order_id', 'product_id'],
        indexes=[{'columns': ['order_id', 'product_id'], 'unique': true}, {'columns': ['product_id']}],
        pre_hook="set local work_mem = '32MB'",
    )
}}

-- Waits for the products too, and so for the test that every line has one: depends_on: {{ ref('stg_instacart__products') }}
select
    order_id,
    product_id,
    add_to_cart_order,
    is_reordered,
    batch_date
from {{ ref('stg_instacart__order_products') }}
where {{ load_window('batch_date', 'instacart') }}
