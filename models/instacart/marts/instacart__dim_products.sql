{{
    config(
        alias='dim_products',
        indexes=[{'columns': ['product_id'], 'unique': true}, {'columns': ['department', 'aisle']}],
    )
}}

select
    products.product_id,
    products.product_name,
    products.is_organic,
    aisles.aisle,
    departments.department
from {{ ref('stg_instacart__products') }} as products
left join {{ ref('stg_instacart__aisles') }} as aisles using (aisle_id)
left join {{ ref('stg_instacart__departments') }} as departments using (department_id)
