{#- A day whose facts are not the files' sales: a load that stopped halfway, or a day that was loaded twice. -#}
with sales as (
    select
        sales_day,
        count(*) as sales,
        sum(quantity) as pieces
    from {{ ref('stg_grocery__sales') }}
    group by sales_day
),

facts as (
    select
        sales_day,
        count(*) as facts,
        sum(quantity) as pieces
    from {{ ref('fct_sales') }}
    group by sales_day
)

select
    facts.sales_day,
    sales.sales,
    facts.facts
from facts
left join sales using (sales_day)
where sales.sales is distinct from facts.facts or sales.pieces is distinct from facts.pieces
