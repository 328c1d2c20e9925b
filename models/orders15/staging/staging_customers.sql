{#- The newest delivery of each customer. -#}
select distinct on (customer_id)
    customer_id,
    customer_name,
    lower(email) as email,
    tier_level,
    region_code,
    tier_since::timestamp as tier_since,
    delivered_on
from {{ source('orders15', 'customers') }}
order by customer_id, delivered_on desc
