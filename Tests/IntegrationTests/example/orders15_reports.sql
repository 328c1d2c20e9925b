-- Who has not ordered for thirty days, and which products sell well and run out.
with documents as (
    select
        document,
        (document ->> 'order_timestamp')::date as ordered_on
    from analytics_orders15_raw.orders
),

newest as (
    select max(ordered_on) as day from documents
),

raw as (
    select distinct 'inactive' as report, customers.customer_id as id
    from analytics_orders15_raw.customers
    where not exists (
        select from documents, newest
        where document ->> 'customer_id' = customers.customer_id and ordered_on > newest.day - 30
    )
    union all
    select 'low stock', products.product_id
    from analytics_orders15_raw.products
    where
        delivered_on = (select max(delivered_on) from analytics_orders15_raw.products)
        and stock_quantity < 60
        and 40 <= (
            select sum((item ->> 'quantity')::int)
            from documents, newest, jsonb_array_elements(document -> 'items') as item
            where item ->> 'product_id' = products.product_id and ordered_on > newest.day - 30
        )
),

mart as (
    select 'inactive' as report, customer_id as id from analytics_orders15.report_inactive_customers
    union all
    select 'low stock', product_id from analytics_orders15.report_low_stock
)

(select * from raw except select * from mart) union all (select * from mart except select * from raw)
