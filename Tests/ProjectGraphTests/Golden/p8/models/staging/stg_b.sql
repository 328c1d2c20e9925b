select a from {{ source('raw', 't1') }}
