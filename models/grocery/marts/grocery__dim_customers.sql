{{
    config(
        alias='dim_customers',
        indexes=[
            {'columns': ['customer_id'], 'unique': true},
            {'columns': ['city_id']},
        ],
    )
}}

select
    customers.customer_id,
    customers.customer_name,
    customers.first_name,
    customers.middle_initial,
    customers.last_name,
    customers.address,
    cities.city_id,
    cities.zipcode,
    cities.city,
    cities.country
from {{ ref('stg_grocery__customers') }} as customers
left join {{ ref('stg_grocery__cities') }} as cities using (city_id)
