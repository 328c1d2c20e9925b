{#-
  A day of sales is a partition, and is replaced as a whole: a day loaded again changes nothing but itself.
  The files leave TotalPrice at zero; what was paid follows from price, quantity and discount.

  Facts come after all that they refer to: a sale to somebody unknown is found before it is one.
-#}
-- depends_on: {{ ref('grocery__dim_customers') }}, {{ ref('dim_employees') }}
{{
    config(
        materialized='incremental',
        incremental_strategy='insert_overwrite',
        partition_by={'field': 'sales_day', 'data_type': 'date', 'granularity': 'day'},
        cluster_by=['customer_id'],
    )
}}

select
    sales.sales_id,
    sales.transaction_number,
    sales.sales_day,
    sales.sold_at,
    sales.customer_id,
    sales.employee_id,
    sales.product_id,
    sales.quantity,
    sales.discount,
    products.price as unit_price,
    round(products.price * sales.quantity * (1 - sales.discount), 2) as amount
from {{ ref('stg_grocery__sales') }} as sales
inner join {{ ref('grocery__dim_products') }} as products using (product_id)
where {{ load_window('sales_day', 'grocery') }}
