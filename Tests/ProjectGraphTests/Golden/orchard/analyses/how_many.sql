select count(*) from {{ ref('offer') }}
