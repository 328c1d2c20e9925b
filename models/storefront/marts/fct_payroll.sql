{{ config(indexes=[{'columns': ['employee_id', 'month'], 'unique': true}, {'columns': ['month']}]) }}

select
    payroll.payroll_id,
    payroll.employee_id,
    payroll.month,
    employees.department,
    employees.city,
    employees.country,
    payroll.salary,
    payroll.overtime_hours,
    payroll.overtime_pay,
    payroll.deductions,
    payroll.salary + payroll.overtime_pay as gross_pay,
    payroll.salary + payroll.overtime_pay - payroll.deductions as net_pay
from {{ ref('stg_storefront__payroll') }} as payroll
inner join {{ ref('storefront__dim_employees') }} as employees using (employee_id)
