select
    payroll_id,
    employee_id,
    month,
    salary,
    overtime_hours,
    overtime_pay,
    deductions
from {{ source('storefront', 'payroll') }}
