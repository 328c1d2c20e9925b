select
    employee_id,
    first_name,
    last_name,
    {{ full_name('first_name', 'null::text', 'last_name') }} as employee_name,
    department_id,
    location_id,
    title,
    hired_on,
    left_on,
    base_salary
from {{ source('storefront', 'employees') }}
