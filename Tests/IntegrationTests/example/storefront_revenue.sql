-- Revenue, refunds and cost of goods by month and place; goods by month and category; profit of each month.
with lines as (
    select
        order_id,
        quantity,
        quantity * unit_price as amount,
        quantity * products.cost as cost,
        products.category
    from analytics_storefront_oltp.order_items
    join analytics_storefront_oltp.products using (product_id)
),

sales as (
    select
        orders.order_id,
        to_char(orders.ordered_at, 'YYYY-MM') as month,
        addresses.country,
        addresses.city,
        (select sum(amount) from lines where lines.order_id = orders.order_id)
        + coalesce(orders.shipping_fee, 0) - coalesce(orders.discount, 0) as total,
        (select sum(cost) from lines where lines.order_id = orders.order_id) as cost,
        coalesce(
            (
                select sum(refunds.amount)
                from analytics_storefront_oltp.refunds
                join analytics_storefront_oltp.payments using (payment_id)
                where payments.order_id = orders.order_id
            ), 0
        ) as refunded
    from analytics_storefront_oltp.orders
    join analytics_storefront_oltp.addresses on addresses.address_id = orders.shipping_address_id
    where orders.status not in ('pending', 'cancelled')
),

spent as (
    select to_char(month, 'YYYY-MM') as month, salary + overtime_pay as amount from analytics_storefront_oltp.payroll
    union all
    select to_char(month, 'YYYY-MM'), amount from analytics_storefront_oltp.expenses
),

raw (kind, name, figure) as (
    select 'orders', month || ' ' || country || ' ' || city, count(*)::numeric from sales group by 2
    union all
    select 'net revenue', month || ' ' || country || ' ' || city, sum(total - refunded) from sales group by 2
    union all
    select 'cost of goods', month || ' ' || country || ' ' || city, sum(cost) from sales group by 2
    union all
    select 'goods', month || ' ' || category, sum(amount) from sales join lines using (order_id) group by 2
    union all
    select 'profit', month, sum(amount)
    from (
        select month, total - refunded - sales.cost as amount from sales
        union all
        select month, -amount from spent
    ) as moved
    group by 2
),

mart (kind, name, figure) as (
    select 'orders', to_char(order_month, 'YYYY-MM') || ' ' || country || ' ' || city, orders::numeric
    from analytics_storefront.monthly_revenue
    union all
    select 'net revenue', to_char(order_month, 'YYYY-MM') || ' ' || country || ' ' || city, net_revenue
    from analytics_storefront.monthly_revenue
    union all
    select 'cost of goods', to_char(order_month, 'YYYY-MM') || ' ' || country || ' ' || city, cost_of_goods
    from analytics_storefront.monthly_revenue
    union all
    select 'goods', to_char(order_month, 'YYYY-MM') || ' ' || category, sum(revenue)
    from analytics_storefront.mart_sales
    group by 2
    union all
    select 'profit', to_char(month, 'YYYY-MM'), profit from analytics_storefront.monthly_profit
)

(select * from raw except select * from mart) union all (select * from mart except select * from raw)
