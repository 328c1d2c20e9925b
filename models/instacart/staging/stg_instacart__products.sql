select
    product_id,
    trim(product_name) as product_name,
    aisle_id,
    department_id,
    product_name like '%Organic%' as is_organic
from {{ source('instacart', 'products') }}
