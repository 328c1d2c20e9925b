{{ config(severity='warn', warn_if='>0', limit=100, meta={'consequence': 'warn'}) }}

select
    order_id,
    total_amount,
    {{ items_total('items') }} as items_total
from {{ ref('staging_orders') }}
where total_amount is distinct from {{ items_total('items') }}
