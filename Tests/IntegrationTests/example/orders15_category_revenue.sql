-- Revenue of each category over all days.
with raw as (
    select
        products.category,
        sum((item ->> 'quantity')::int * (item ->> 'unit_price')::numeric) as revenue
    from analytics_orders15_raw.orders
    cross join jsonb_array_elements(document -> 'items') as item
    join (select distinct product_id, category from analytics_orders15_raw.products) as products
        on products.product_id = item ->> 'product_id'
    where document ->> 'customer_id' in (select customer_id from analytics_orders15_raw.customers)
    group by 1
),

mart as (
    select category, sum(revenue) as revenue from analytics_orders15.agg_category_revenue group by 1
)

(select * from raw except select * from mart) union all (select * from mart except select * from raw)
