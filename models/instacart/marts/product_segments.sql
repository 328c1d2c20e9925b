{{ config(post_hook="create index if not exists product_segments_segment on {{ this }} (segment, volume desc)") }}

with sales as (
    select
        product_id,
        count(*) as volume,
        round(avg(is_reordered::int), 3) as reorder_rate
    from {{ ref('fct_order_products') }}
    group by product_id
)

select
    products.product_id,
    products.product_name,
    products.department,
    sales.volume,
    sales.reorder_rate,
    case
        when sales.volume < {{ var('segment_popular_share') }} * max(sales.volume) over () then 'long tail'
        when sales.reorder_rate >= {{ var('segment_habit_rate') }} then 'priority'
        else 'popular'
    end as segment
from sales
inner join {{ ref('instacart__dim_products') }} as products using (product_id)
