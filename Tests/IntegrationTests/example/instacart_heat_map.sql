-- Orders by hour and weekday.
with raw as (
    select
        extract(dow from batch_date)::int as order_dow,
        to_char(batch_date, 'FMDay') as weekday,
        order_hour_of_day as hour_of_day,
        count(*) as orders
    from analytics_instacart_raw.orders
    group by 1, 2, 3
)

(select * from raw except select * from analytics_instacart.orders_by_hour_weekday)
union all
(select * from analytics_instacart.orders_by_hour_weekday where orders > 0 except select * from raw)
