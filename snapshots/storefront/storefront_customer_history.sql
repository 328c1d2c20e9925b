{% snapshot storefront_customer_history %}

{{ config(strategy='timestamp', unique_key='customer_id', updated_at='updated_at') }}

select
    customer_id,
    first_name,
    last_name,
    email,
    phone,
    segment,
    created_at,
    updated_at
from {{ ref('stg_storefront__customers') }}

{% endsnapshot %}
