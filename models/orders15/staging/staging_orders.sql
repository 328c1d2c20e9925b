{#-
  A file's line is the key, not the order: a file read again changes nothing, while an order sent twice stays visible
  to the test that fails on it.
-#}
{{
    config(
        materialized='incremental',
        incremental_strategy='merge',
        unique_key=['file_name', 'line_number'],
        indexes=[{'columns': ['order_id']}, {'columns': ['window_start']}],
    )
}}

select
    file_name,
    line_number,
    window_start,
    document ->> 'order_id' as order_id,
    document ->> 'customer_id' as customer_id,
    (document ->> 'order_timestamp')::timestamp as ordered_at,
    document ->> 'payment_method' as payment_method,
    (document ->> 'total_amount')::numeric(12, 2) as total_amount,
    document -> 'items' as items
from {{ source('orders15', 'orders') }}
{% if var('orders15_window_from', none) is not none %}
where window_start >= timestamp '{{ var('orders15_window_from') }}'
{% elif is_incremental() %}
where window_start >= (select coalesce(max(loaded.window_start), '-infinity') from {{ this }} as loaded)
{% endif %}
