select kind from {{ ref('crate') }} where price < 0
