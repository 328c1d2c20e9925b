{{ config(materialized='view') }}

select
    month,
    count(*) as employees,
    sum(salary) as salary,
    sum(overtime_hours) as overtime_hours,
    sum(overtime_pay) as overtime_pay,
    sum(deductions) as deductions,
    sum(net_pay) as net_pay,
    round(avg(salary), 2) as average_salary,
    round(100 * sum(overtime_pay) / sum(salary), 2) as overtime_percent,
    round(100 * sum(deductions) / sum(gross_pay), 2) as deduction_percent
from {{ ref('fct_payroll') }}
group by month
