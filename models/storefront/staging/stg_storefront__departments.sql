select
    department_id,
    name as department
from {{ source('storefront', 'departments') }}
