select a from {{ ref('pkm') }}
