{{
    config(
        indexes=[
            {'columns': ['customer_id'], 'unique': true},
            {'columns': ['revenue'], 'name': 'mart_customer_behavior_repeat', 'where': 'is_repeat_customer'},
        ],
    )
}}

select
    customers.customer_id,
    customers.customer_name,
    customers.city,
    customers.country,
    sales.visits,
    sales.sales,
    sales.pieces,
    sales.revenue,
    sales.average_order_value,
    sales.first_day,
    sales.last_day,
    sales.visits > 1 as is_repeat_customer,
    case when sales.visits > 1 then round((sales.last_day - sales.first_day)::numeric / (sales.visits - 1), 1) end
        as average_days_between_visits,
    segments.segment
from {{ ref('int_grocery__customer_sales') }} as sales
inner join {{ ref('grocery__dim_customers') }} as customers using (customer_id)
inner join {{ ref('customer_segments') }} as segments using (customer_id)
