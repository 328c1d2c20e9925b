{#- The newest delivery of each product. -#}
select distinct on (product_id)
    product_id,
    product_name,
    category,
    price,
    stock_quantity,
    delivered_on
from {{ source('orders15', 'products') }}
order by product_id, delivered_on desc
