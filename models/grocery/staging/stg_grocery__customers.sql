select
    CustomerID as customer_id,
    FirstName as first_name,
    nullif(MiddleInitial, 'NULL') as middle_initial,
    LastName as last_name,
    {{ full_name('FirstName', "nullif(MiddleInitial, 'NULL')", 'LastName') }} as customer_name,
    CityID as city_id,
    Address as address
from {{ source('grocery', 'customers') }}
