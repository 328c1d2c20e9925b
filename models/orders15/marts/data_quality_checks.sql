{#- One row a check: how many rows it looked at, how many it found wrong, and what follows. -#}
{{
    quality_checks([
        {
            'name': 'duplicate_order_id', 'severity': 'error', 'consequence': 'fail the run',
            'relation': 'staging_orders', 'rows': ref('staging_orders'),
            'failures': 'count(*) - count(distinct order_id)',
        },
        {
            'name': 'missing_required_field', 'severity': 'error', 'consequence': 'skip what depends on it',
            'relation': 'staging_orders', 'rows': ref('staging_orders'),
            'failures': 'count(*) filter (where order_id is null or customer_id is null or ordered_at is null or total_amount is null)',
        },
        {
            'name': 'total_differs_from_items', 'severity': 'warn', 'consequence': 'warn',
            'relation': 'staging_orders', 'rows': ref('staging_orders'),
            'failures': 'count(*) filter (where total_amount is distinct from ' ~ items_total('items') ~ ')',
        },
        {
            'name': 'unknown_customer', 'severity': 'info', 'consequence': 'audit',
            'relation': 'int_orders15__order_items', 'rows': ref('int_orders15__order_items'),
            'failures': 'count(*) filter (where customer_id not in (select customer_id from ' ~ ref('orders15__dim_customers') ~ '))',
        },
        {
            'name': 'unknown_product', 'severity': 'info', 'consequence': 'audit',
            'relation': 'int_orders15__order_items', 'rows': ref('int_orders15__order_items'),
            'failures': 'count(*) filter (where product_id not in (select product_id from ' ~ ref('orders15__dim_products') ~ '))',
        },
    ])
}}
