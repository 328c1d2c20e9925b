select
    address_id,
    customer_id,
    kind,
    street,
    city,
    postal_code,
    country,
    is_default
from {{ source('storefront', 'addresses') }}
