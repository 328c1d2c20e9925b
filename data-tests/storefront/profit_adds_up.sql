select month
from {{ ref('monthly_profit') }}
where profit is distinct from net_revenue - cost_of_goods - payroll - other_expenses
