select id, kind from {{ ref('trees') }}
