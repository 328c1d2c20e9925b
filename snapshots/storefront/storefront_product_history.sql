{% snapshot storefront_product_history %}

{{ config(strategy='check', unique_key='product_id', check_cols=['price', 'cost', 'is_active']) }}

select
    product_id,
    sku,
    product_name,
    category,
    price,
    cost,
    is_active,
    created_at,
    updated_at
from {{ ref('stg_storefront__products') }}

{% endsnapshot %}
