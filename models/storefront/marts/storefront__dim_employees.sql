{{ config(alias='dim_employees', indexes=[{'columns': ['employee_id'], 'unique': true}]) }}

select
    employees.employee_id,
    employees.employee_name,
    employees.title,
    departments.department,
    locations.city,
    locations.country,
    employees.hired_on,
    employees.left_on,
    employees.left_on is null as is_employed,
    employees.base_salary
from {{ ref('stg_storefront__employees') }} as employees
left join {{ ref('stg_storefront__departments') }} as departments using (department_id)
left join {{ ref('stg_storefront__locations') }} as locations using (location_id)
