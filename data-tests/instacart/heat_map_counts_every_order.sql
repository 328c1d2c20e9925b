with heat_map as (
    select sum(orders) as orders from {{ ref('orders_by_hour_weekday') }}
),

kpis as (
    select orders_processed from {{ ref('instacart_operations_kpis') }}
)

select *
from heat_map
cross join kpis
where heat_map.orders is distinct from kpis.orders_processed
