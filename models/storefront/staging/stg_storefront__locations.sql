select
    location_id,
    city,
    country
from {{ source('storefront', 'locations') }}
