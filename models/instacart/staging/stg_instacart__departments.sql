select
    department_id,
    initcap(department) as department
from {{ source('instacart', 'departments') }}
