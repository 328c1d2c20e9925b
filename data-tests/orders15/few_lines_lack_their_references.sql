{#- Unknown customers and products are for the audit; when they are more than one line in a hundred something is broken. -#}
{{ config(fail_calc='coalesce(sum(lines), 0)', error_if='>100', warn_if='>50') }}

select count(*) as lines
from {{ ref('audit_missing_references') }}
