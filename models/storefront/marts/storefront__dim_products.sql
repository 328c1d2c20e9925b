{#- Products as they are now; storefront_product_history has their earlier prices and costs. -#}
{{
    config(
        alias='dim_products',
        indexes=[
            {'columns': ['product_id'], 'unique': true, 'include': ['cost', 'category']},
            {'columns': ['category'], 'name': 'dim_products_on_sale', 'where': 'is_active'},
        ],
    )
}}

with versions as (
    select
        *,
        count(*) over (partition by product_id) as versions
    from {{ ref('storefront_product_history') }}
)

select
    product_id,
    sku,
    product_name,
    category,
    price,
    cost,
    round(100 * (price - cost) / nullif(price, 0), 1) as margin_percent,
    is_active,
    created_at,
    updated_at,
    versions
from versions
where dbt_valid_to is null
