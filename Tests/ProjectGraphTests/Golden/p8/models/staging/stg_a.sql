select a from {{ ref('sd') }}
