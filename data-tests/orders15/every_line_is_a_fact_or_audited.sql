with counted as (
    select
        (select count(*) from {{ ref('int_orders15__order_items') }}) as lines,
        (select count(*) from {{ ref('fact_orders') }}) as facts,
        (select count(*) from {{ ref('audit_missing_references') }}) as audited
)

select *
from counted
where lines <> facts + audited
