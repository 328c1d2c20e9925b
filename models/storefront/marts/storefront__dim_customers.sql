{#- Customers as they are now, with their usual shipping address; storefront_customer_history has what they were. -#}
{{ config(alias='dim_customers', indexes=[{'columns': ['customer_id'], 'unique': true}]) }}

with versions as (
    select
        *,
        count(*) over (partition by customer_id) as versions
    from {{ ref('storefront_customer_history') }}
),

addresses as (
    select distinct on (customer_id)
        customer_id,
        city,
        postal_code,
        country
    from {{ ref('stg_storefront__addresses') }}
    where kind = 'shipping'
    order by customer_id, is_default desc, address_id
)

select
    customers.customer_id,
    customers.first_name,
    customers.last_name,
    {{ full_name('customers.first_name', 'null::text', 'customers.last_name') }} as customer_name,
    customers.email,
    customers.phone,
    customers.segment,
    addresses.city,
    addresses.postal_code,
    addresses.country,
    customers.created_at,
    customers.updated_at,
    customers.versions
from versions as customers
left join addresses using (customer_id)
where customers.dbt_valid_to is null
