select
    recommended.customer_id,
    recommended.product_id
from {{ ref('mart_recommend') }} as recommended
inner join {{ ref('int_grocery__customer_products') }} as bought using (customer_id)
where recommended.product_id = any(bought.products)
