{#- Products with less in stock than sold lately, for which the last 30 days count. -#}
with newest as (
    select max(ordered_on) as day from {{ ref('fact_orders') }}
),

demand as (
    select
        facts.product_id,
        sum(facts.quantity) as pieces_sold
    from {{ ref('fact_orders') }} as facts
    cross join newest
    where facts.ordered_on > newest.day - 30
    group by 1
)

select
    products.product_id,
    products.product_name,
    products.category,
    products.stock_quantity,
    demand.pieces_sold
from {{ ref('orders15__dim_products') }} as products
inner join demand using (product_id)
where
    products.stock_quantity < {{ var('orders15_low_stock') }}
    and demand.pieces_sold >= {{ var('orders15_high_demand') }}
