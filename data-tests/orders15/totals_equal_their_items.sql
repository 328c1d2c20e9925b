{{ config(severity='warn', limit=100, on_fail='warn') }}

select
    order_id,
    total_amount,
    {{ items_total('items') }} as items_total
from {{ ref('staging_orders') }}
where total_amount is distinct from {{ items_total('items') }}
