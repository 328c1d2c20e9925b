{#-
  By department and location. Deductions are a part of the salary that goes to others: no expense of their own.
-#}
{{ config(indexes=[{'columns': ['month', 'department', 'city'], 'unique': true, 'include': ['total_expenses']}]) }}

with payroll as (
    select
        month,
        department,
        city,
        country,
        count(*) as employees,
        sum(salary) as salary,
        sum(overtime_hours) as overtime_hours,
        sum(overtime_pay) as overtime_pay,
        sum(deductions) as deductions
    from {{ ref('fct_payroll') }}
    group by month, department, city, country
),

expenses as (
    select
        expenses.month,
        departments.department,
        locations.city,
        locations.country,
        sum(expenses.amount) as other_expenses
    from {{ ref('stg_storefront__expenses') }} as expenses
    inner join {{ ref('stg_storefront__departments') }} as departments using (department_id)
    inner join {{ ref('stg_storefront__locations') }} as locations using (location_id)
    group by 1, 2, 3, 4
)

select
    month,
    department,
    city,
    country,
    coalesce(payroll.employees, 0) as employees,
    coalesce(payroll.salary, 0) as salary,
    coalesce(payroll.overtime_hours, 0) as overtime_hours,
    coalesce(payroll.overtime_pay, 0) as overtime_pay,
    coalesce(payroll.deductions, 0) as deductions,
    coalesce(expenses.other_expenses, 0) as other_expenses,
    coalesce(payroll.salary, 0) + coalesce(payroll.overtime_pay, 0) + coalesce(expenses.other_expenses, 0) as total_expenses
from payroll
full join expenses using (month, department, city, country)
