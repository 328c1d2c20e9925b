{#- Months in which something was sold or spent. -#}
{{ config(indexes=[{'columns': ['month'], 'unique': true}]) }}

with revenue as (
    select
        order_month as month,
        sum(orders)::bigint as orders,
        sum(net_revenue) as net_revenue,
        sum(cost_of_goods) as cost_of_goods
    from {{ ref('monthly_revenue') }}
    group by 1
),

expenses as (
    select
        month,
        sum(salary + overtime_pay) as payroll,
        sum(other_expenses) as other_expenses
    from {{ ref('monthly_expenses') }}
    group by 1
)

select
    month,
    coalesce(revenue.orders, 0) as orders,
    coalesce(revenue.net_revenue, 0) as net_revenue,
    coalesce(revenue.cost_of_goods, 0) as cost_of_goods,
    coalesce(expenses.payroll, 0) as payroll,
    coalesce(expenses.other_expenses, 0) as other_expenses,
    coalesce(revenue.net_revenue, 0) - coalesce(revenue.cost_of_goods, 0)
    - coalesce(expenses.payroll, 0) - coalesce(expenses.other_expenses, 0) as profit
from revenue
full join expenses using (month)
