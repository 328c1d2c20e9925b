{{ config(materialized='view') }}

select
    facts.product_id,
    products.product_name,
    products.category,
    sum(facts.quantity) as pieces,
    sum(facts.amount) as revenue,
    rank() over (order by sum(facts.amount) desc, facts.product_id) as place
from {{ ref('fact_orders') }} as facts
inner join {{ ref('orders15__dim_products') }} as products using (product_id)
group by 1, 2, 3
