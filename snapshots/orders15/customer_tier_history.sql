{% snapshot customer_tier_history %}

{{ config(strategy='timestamp', unique_key='customer_id', updated_at='tier_since') }}

select
    customer_id,
    tier_level,
    tier_since
from {{ ref('staging_customers') }}

{% endsnapshot %}
