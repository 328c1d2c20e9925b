-- Salaries, overtime, deductions and other expenses by month, by department and by location, and their sums of each month.
with rows as (
    select
        payroll.month,
        employees.department_id,
        employees.location_id,
        payroll.salary,
        payroll.overtime_pay,
        payroll.deductions,
        0 as other
    from analytics_storefront_oltp.payroll
    join analytics_storefront_oltp.employees using (employee_id)
    union all
    select month, department_id, location_id, 0, 0, 0, amount from analytics_storefront_oltp.expenses
),

places as (
    select rows.*, departments.name as department, locations.city
    from rows
    join analytics_storefront_oltp.departments using (department_id)
    join analytics_storefront_oltp.locations using (location_id)
),

raw as (
    select month, department, city, sum(salary) as salary, sum(overtime_pay) as overtime, sum(deductions) as deductions,
        sum(salary + overtime_pay + other) as total
    from places
    group by grouping sets ((month), (department), (city), (month, department, city))
    union all
    select month, 'all', 'payroll', sum(salary), sum(overtime_pay), sum(deductions), sum(salary + overtime_pay - deductions)
    from places
    where salary > 0
    group by month
),

mart as (
    select month, department, city, sum(salary) as salary, sum(overtime_pay) as overtime, sum(deductions) as deductions,
        sum(total_expenses) as total
    from analytics_storefront.monthly_expenses
    group by grouping sets ((month), (department), (city), (month, department, city))
    union all
    select month, 'all', 'payroll', salary, overtime_pay, deductions, net_pay from analytics_storefront.payroll_trend
)

(select * from raw except select * from mart) union all (select * from mart except select * from raw)
