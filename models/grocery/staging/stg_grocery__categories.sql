select
    CategoryID as category_id,
    trim(CategoryName) as category
from {{ source('grocery', 'categories') }}
