{{ config(materialized='view') }}

select
    count(*) as orders_processed,
    count(distinct user_id) as customers,
    round(avg(basket_size), 2) as average_basket_size,
    round(avg(days_since_prior_order), 2) as average_days_between_orders,
    round(100.0 * sum(reordered_products) / sum(basket_size), 1) as reordered_percent,
    min(order_date) as first_day,
    max(order_date) as last_day
from {{ ref('dim_orders') }}
