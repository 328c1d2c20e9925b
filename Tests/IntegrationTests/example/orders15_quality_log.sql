-- What the checks must find: wrong totals, unknown customers, unknown products.
with documents as (
    select
        document,
        (
            select sum((item ->> 'quantity')::int * (item ->> 'unit_price')::numeric)
            from jsonb_array_elements(document -> 'items') as item
        ) as items_total
    from analytics_orders15_raw.orders
),

raw (check_name, rows_failed) as (
    select 'duplicate_order_id', count(*) - count(distinct document ->> 'order_id') from documents
    union all
    select 'total_differs_from_items', count(*) filter (where (document ->> 'total_amount')::numeric <> items_total)
    from documents
    union all
    select 'unknown_customer', sum(jsonb_array_length(document -> 'items'))
    from documents
    where document ->> 'customer_id' not in (select customer_id from analytics_orders15_raw.customers)
    union all
    select 'unknown_product', count(*)
    from documents
    cross join jsonb_array_elements(document -> 'items') as item
    where item ->> 'product_id' not in (select product_id from analytics_orders15_raw.products)
)

select raw.check_name, raw.rows_failed, checks.rows_failed as rows_logged
from raw
left join analytics_orders15.data_quality_checks as checks using (check_name)
where raw.rows_failed is distinct from checks.rows_failed
