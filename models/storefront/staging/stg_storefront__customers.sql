select
    customer_id,
    trim(first_name) as first_name,
    trim(last_name) as last_name,
    lower(trim(email)) as email,
    phone,
    segment,
    created_at,
    updated_at
from {{ source('storefront', 'customers') }}
