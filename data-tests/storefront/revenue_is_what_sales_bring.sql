{#- Goods, shipping fees and discounts of the sales are the gross revenue, whichever way it is summed up. -#}
with sales as (
    select sum(revenue) as goods from {{ ref('mart_sales') }}
),

orders as (
    select sum(shipping_fee - discount) as others
    from {{ ref('storefront__fct_orders') }}
    where is_sale
),

revenue as (
    select sum(gross_revenue) as gross from {{ ref('monthly_revenue') }}
)

select *
from sales
cross join orders
cross join revenue
where revenue.gross is distinct from sales.goods + orders.others
