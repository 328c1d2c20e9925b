{{ config(indexes=[{'columns': ['employee_id'], 'unique': true}]) }}

select
    employees.employee_id,
    employees.employee_name,
    employees.first_name,
    employees.middle_initial,
    employees.last_name,
    employees.gender,
    employees.birth_date,
    employees.hire_date,
    extract(year from age(employees.hire_date, employees.birth_date))::int as age_when_hired,
    cities.city,
    cities.country
from {{ ref('stg_grocery__employees') }} as employees
left join {{ ref('stg_grocery__cities') }} as cities using (city_id)
