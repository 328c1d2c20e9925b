{{
    config(
        materialized='incremental',
        incremental_strategy='delete+insert',
        unique_key='order_id',
        on_schema_change='append_new_columns',
        indexes=[{'columns': ['order_id'], 'unique': true}, {'columns': ['batch_date']}],
    )
}}

select
    orders.order_id,
    orders.user_id,
    orders.order_number,
    orders.batch_date as order_date,
    orders.order_dow,
    weekdays.weekday,
    orders.order_hour_of_day,
    orders.days_since_prior_order,
    coalesce(baskets.basket_size, 0) as basket_size,
    coalesce(baskets.reordered_products, 0) as reordered_products,
    orders.batch_date
from {{ ref('stg_instacart__orders') }} as orders
left join {{ ref('int_instacart__baskets') }} as baskets using (order_id)
left join {{ ref('instacart_weekdays') }} as weekdays using (order_dow)
where {{ load_window('batch_date', 'instacart') }}
