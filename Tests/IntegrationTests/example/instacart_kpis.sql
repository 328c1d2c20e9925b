-- Orders processed, average basket size, average days between orders.
with raw as (
    select
        (select count(*) from analytics_instacart_raw.orders) as orders_processed,
        (select count(distinct user_id) from analytics_instacart_raw.orders) as customers,
        round(
            (select count(*) from analytics_instacart_raw.order_products)::numeric
            / (select count(*) from analytics_instacart_raw.orders), 2
        ) as average_basket_size,
        (
            select round(avg(orders.batch_date - prior.batch_date), 2)
            from analytics_instacart_raw.orders
            join analytics_instacart_raw.orders as prior
                on prior.user_id = orders.user_id and prior.order_number = orders.order_number - 1
        ) as average_days_between_orders,
        (select round(100.0 * sum(reordered) / count(*), 1) from analytics_instacart_raw.order_products) as reordered_percent,
        (select min(batch_date) from analytics_instacart_raw.orders) as first_day,
        (select max(batch_date) from analytics_instacart_raw.orders) as last_day
)

(select * from raw except select * from analytics_instacart.instacart_operations_kpis)
union all
(select * from analytics_instacart.instacart_operations_kpis except select * from raw)
