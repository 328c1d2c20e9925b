{{ config(alias='dim_customers', indexes=[{'columns': ['customer_id'], 'unique': true}]) }}

select
    customers.customer_id,
    customers.customer_name,
    customers.email,
    tiers.tier,
    tiers.discount,
    regions.region,
    customers.tier_since
from {{ ref('staging_customers') }} as customers
left join {{ ref('orders15_tiers') }} as tiers using (tier_level)
left join {{ ref('orders15_regions') }} as regions using (region_code)
