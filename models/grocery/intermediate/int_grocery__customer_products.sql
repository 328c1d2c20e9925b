{#- The products that each customer has bought, the favourites first: bought most often, then most lately. -#}
{{ config(pre_hook="set local work_mem = '64MB'") }}

with bought as (
    select
        customer_id,
        product_id,
        count(*) as sales,
        max(sales_day) as last_day
    from {{ ref('fct_sales') }}
    group by customer_id, product_id
)

select
    customer_id,
    count(*)::int as products_bought,
    array_agg(product_id order by sales desc, last_day desc, product_id) as products
from bought
group by customer_id
