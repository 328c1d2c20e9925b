select
    expense_id,
    department_id,
    location_id,
    month,
    category,
    amount
from {{ source('storefront', 'expenses') }}
