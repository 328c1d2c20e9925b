select id, price, day from {{ ref('crate') }}
