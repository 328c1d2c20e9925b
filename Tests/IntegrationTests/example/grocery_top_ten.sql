-- The ten best customers, employees and cities, and all products by pieces.
with paid as (
    select
        sales.customerid,
        sales.salespersonid,
        customers.cityid,
        sales.productid,
        sales.quantity,
        round(price * quantity * (1 - discount), 2) as amount
    from analytics_grocery_raw.sales
    join analytics_grocery_raw.products using (productid)
    join analytics_grocery_raw.customers using (customerid)
),

raw as (
    (
        select 'customer' as kind, customerid::text as name, sum(amount) as figure
        from paid group by 2 order by 3 desc, min(customerid) limit 10
    )
    union all
    (
        select 'employee', salespersonid::text, sum(amount)
        from paid group by 2 order by 3 desc, min(salespersonid) limit 10
    )
    union all
    (
        select 'city', cityname, sum(amount)
        from paid join analytics_grocery_raw.cities using (cityid) group by cityid, 2 order by 3 desc, 2 limit 10
    )
    union all
    select 'product', productid::text, sum(quantity) from paid group by 2
),

mart as (
    select 'customer' as kind, customer_id::text as name, revenue as figure from analytics_grocery.top_10_customers
    union all
    select 'employee', employee_id::text, revenue from analytics_grocery.top_10_employees
    union all
    select 'city', city, revenue from analytics_grocery.top_10_cities
    union all
    select 'product', product_id::text, pieces from analytics_grocery.hot_products
)

(select * from raw except select * from mart) union all (select * from mart except select * from raw)
