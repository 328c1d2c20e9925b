select
    product_id,
    sku,
    name as product_name,
    category,
    price,
    cost,
    is_active,
    created_at,
    updated_at
from {{ source('storefront', 'products') }}
