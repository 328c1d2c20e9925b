select id from {{ ref('offer', v=2) }}
