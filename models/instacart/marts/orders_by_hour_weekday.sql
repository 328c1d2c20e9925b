{#- One row for each of the 168 hours of a week, also for those without an order. -#}
with hours as (
    select
        weekdays.order_dow,
        weekdays.weekday,
        hour_of_day
    from {{ ref('instacart_weekdays') }} as weekdays
    cross join generate_series(0, 23) as hour_of_day
)

select
    hours.order_dow,
    hours.weekday,
    hours.hour_of_day,
    count(orders.order_id) as orders
from hours
left join {{ ref('dim_orders') }} as orders
    on orders.order_dow = hours.order_dow and orders.order_hour_of_day = hours.hour_of_day
group by 1, 2, 3
