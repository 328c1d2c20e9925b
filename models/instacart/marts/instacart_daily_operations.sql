select
    order_date,
    count(*) as orders_processed,
    sum(basket_size) as products_sold,
    round(avg(basket_size), 2) as average_basket_size,
    round(avg(days_since_prior_order), 2) as average_days_between_orders
from {{ ref('dim_orders') }}
group by order_date
