-- Volume and reorder rate of each product; a reorder is recomputed from the customer's earlier orders.
with lines as (
    select
        lines.product_id,
        exists (
            select
            from analytics_instacart_raw.orders as earlier
            join analytics_instacart_raw.order_products as bought using (order_id)
            where earlier.user_id = orders.user_id
                and earlier.order_number < orders.order_number
                and bought.product_id = lines.product_id
        ) as is_reordered
    from analytics_instacart_raw.order_products as lines
    join analytics_instacart_raw.orders using (order_id)
),

raw as (
    select
        lines.product_id,
        trim(products.product_name) as product_name,
        count(*) as volume,
        round(avg(lines.is_reordered::int), 3) as reorder_rate
    from lines
    join analytics_instacart_raw.products using (product_id)
    group by 1, 2
),

mart as (
    select product_id, product_name, volume, reorder_rate from analytics_instacart.product_segments
)

(select * from raw except select * from mart) union all (select * from mart except select * from raw)
