{#- Customers, orders and lines each add up to the same. -#}
with sums as (
    select
        (select sum(revenue) from {{ ref('analytics_customer_summary') }}) as by_customer,
        (select sum(total) from {{ ref('analytics_orders') }}) as by_order,
        (select sum(amount) from {{ ref('analytics_order_items') }}) as lines,
        (select sum(items_total) from {{ ref('analytics_orders') }}) as items_total
)

select *
from sums
where by_customer is distinct from by_order or lines is distinct from items_total
