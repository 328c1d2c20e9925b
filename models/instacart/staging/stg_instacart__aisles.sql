select
    aisle_id,
    initcap(aisle) as aisle
from {{ source('instacart', 'aisles') }}
