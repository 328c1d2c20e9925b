{{ config(indexes=[{'columns': ['product_id'], 'unique': true}]) }}

with sales as (
    select
        product_id,
        count(*) as sales,
        sum(quantity) as pieces,
        sum(amount) as revenue
    from {{ ref('fct_sales') }}
    group by product_id
)

select
    rank() over (order by sales.pieces desc) as place,
    products.product_id,
    products.product_name,
    products.category,
    sales.sales,
    sales.pieces,
    sales.revenue
from sales
inner join {{ ref('grocery__dim_products') }} as products using (product_id)
