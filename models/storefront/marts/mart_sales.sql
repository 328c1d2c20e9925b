{{ config(indexes=[{'columns': ['order_month', 'category', 'segment'], 'unique': true}]) }}

select
    date_trunc('month', items.ordered_on)::date as order_month,
    items.category,
    customers.segment,
    count(distinct items.order_id) as orders,
    sum(items.quantity) as pieces,
    sum(items.amount) as revenue,
    sum(items.cost) as cost,
    sum(items.amount - items.cost) as gross_margin
from {{ ref('storefront__fct_order_items') }} as items
inner join {{ ref('storefront__dim_customers') }} as customers using (customer_id)
where items.is_sale
group by 1, 2, 3
