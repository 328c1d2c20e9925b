select a from {{ ref('f') }} where a is null
