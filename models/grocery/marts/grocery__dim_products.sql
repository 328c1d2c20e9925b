{{
    config(
        alias='dim_products',
        indexes=[{'columns': ['product_id'], 'unique': true}, {'columns': ['category_id']}],
    )
}}

select
    products.product_id,
    products.product_name,
    categories.category_id,
    categories.category,
    products.price,
    products.class,
    products.resistance,
    products.is_allergic,
    products.vitality_days,
    products.modified_at
from {{ ref('stg_grocery__products') }} as products
left join {{ ref('stg_grocery__categories') }} as categories using (category_id)
