{#- The days from which on a customer had another tier or region; what the first file says was so before it, too. -#}
with deliveries as (
    select
        customer_id,
        delivered_on,
        tier_level,
        region_code,
        lag(delivered_on) over customer as prior_delivered_on,
        lag(tier_level) over customer as prior_tier_level,
        lag(region_code) over customer as prior_region_code
    from {{ source('orders15', 'customers') }}
    window customer as (partition by customer_id order by delivered_on)
)

select
    customer_id,
    tier_level,
    region_code,
    case when prior_delivered_on is null then '-infinity' else delivered_on end as valid_from,
    lead(delivered_on, 1, 'infinity') over (partition by customer_id order by delivered_on) as valid_to
from deliveries
where
    prior_delivered_on is null
    or (tier_level, region_code) is distinct from (prior_tier_level, prior_region_code)
