select id, price from {{ ref('crate') }}
