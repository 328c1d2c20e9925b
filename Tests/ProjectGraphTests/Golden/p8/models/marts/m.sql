select x.a from {{ ref('stg_a') }} as x join {{ ref('stg_b') }} as y on x.a = y.a
