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

with delivered as (
    select
        file_name,
        line_number,
        regexp_replace(file_name, '^.*_(\d{4})(\d\d)(\d\d)_(\d\d)(\d\d)[^/]*$', '\1-\2-\3 \4:\5')::timestamp as window_start,
        document
    from {{ source('orders15', 'orders') }}
)

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
from delivered
where {{ order_window('window_start', ['file_name']) }}
