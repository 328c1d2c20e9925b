{#- Small enough for a dashboard to filter and sum up as it likes: a row a day, category and city. -#}
{{
    config(
        indexes=[
            {'columns': ['sales_day', 'category'], 'name': 'mart_sales_summary_by_day', 'include': ['sales', 'revenue']},
            {'columns': ['city', 'sales_day'], 'name': 'mart_sales_summary_by_city', 'include': ['revenue']},
        ],
    )
}}

with summed as (
    select
        sales.sales_day,
        products.category_id,
        customers.city_id,
        count(*) as sales,
        sum(sales.quantity) as pieces,
        sum(sales.amount) as revenue,
        count(*) filter (where sales.discount > 0) as discounted_sales
    from {{ ref('fct_sales') }} as sales
    inner join {{ ref('grocery__dim_products') }} as products using (product_id)
    inner join {{ ref('grocery__dim_customers') }} as customers using (customer_id)
    group by 1, 2, 3
)

select
    summed.sales_day,
    categories.category,
    cities.city,
    cities.country,
    summed.sales,
    summed.pieces,
    summed.revenue,
    summed.discounted_sales
from summed
inner join {{ ref('stg_grocery__categories') }} as categories using (category_id)
inner join {{ ref('stg_grocery__cities') }} as cities using (city_id)
