select
    EmployeeID as employee_id,
    FirstName as first_name,
    nullif(MiddleInitial, 'NULL') as middle_initial,
    LastName as last_name,
    {{ full_name('FirstName', "nullif(MiddleInitial, 'NULL')", 'LastName') }} as employee_name,
    BirthDate::date as birth_date,
    upper(Gender) as gender,
    CityID as city_id,
    HireDate::date as hire_date
from {{ source('grocery', 'employees') }}
