{#- An order changes until it is closed: what has changed since the last run is merged in. A day can be loaded again by its date. -#}
{{
    config(
        alias='fct_orders',
        materialized='incremental',
        incremental_strategy='merge',
        unique_key='order_id',
        indexes=[
            {'columns': ['order_id'], 'unique': true},
            {'columns': ['customer_id', 'ordered_on'], 'name': 'fct_orders_of_customer', 'include': ['total_amount']},
            {'columns': ['ordered_on'], 'name': 'fct_orders_open', 'where': "status = 'pending'"},
            {'columns': ['updated_at']},
        ],
    )
}}

select
    orders.order_id,
    orders.customer_id,
    orders.status,
    orders.status in ('paid', 'shipped', 'delivered', 'returned') as is_sale,
    orders.ordered_at,
    orders.ordered_on,
    addresses.city,
    addresses.country,
    totals.lines,
    totals.pieces,
    totals.items_amount,
    totals.shipping_fee,
    totals.discount,
    totals.total_amount,
    totals.cost_of_goods,
    orders.updated_at
from {{ ref('stg_storefront__orders') }} as orders
inner join {{ ref('int_storefront__order_totals') }} as totals using (order_id)
inner join {{ ref('stg_storefront__addresses') }} as addresses on addresses.address_id = orders.shipping_address_id
where {{ load_window('orders.ordered_on', 'storefront', changed_since('orders.updated_at')) }}
