select
    ProductID as product_id,
    trim(ProductName) as product_name,
    Price as price,
    CategoryID as category_id,
    lower(Class) as class,
    ModifyDate as modified_at,
    lower(Resistant) as resistance,
    case lower(IsAllergic) when 'true' then true when 'false' then false end as is_allergic,
    nullif(VitalityDays, 0)::int as vitality_days
from {{ source('grocery', 'products') }}
