{#-
  What each customer has bought, over the customer's visits: all that is bought on one day is one visit.
  Grouping by day comes first, so that each partition of fct_sales is grouped by itself, in memory.
-#}
{{
    config(
        pre_hook="set local enable_partitionwise_aggregate = on; set local work_mem = '64MB'",
        indexes=[{'columns': ['customer_id'], 'unique': true}],
    )
}}

with visits as (
    select
        customer_id,
        sales_day,
        count(*) as sales,
        sum(quantity) as pieces,
        sum(amount) as amount
    from {{ ref('fct_sales') }}
    group by customer_id, sales_day
)

select
    customer_id,
    count(*) as visits,
    sum(sales)::bigint as sales,
    sum(pieces)::bigint as pieces,
    sum(amount) as revenue,
    round(sum(amount) / count(*), 2) as average_order_value,
    min(sales_day) as first_day,
    max(sales_day) as last_day
from visits
group by customer_id
