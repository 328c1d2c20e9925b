select
    SalesID as sales_id,
    TransactionNumber as transaction_number,
    SalesDate as sold_at,
    SalesDate::date as sales_day,
    CustomerID as customer_id,
    SalesPersonID as employee_id,
    ProductID as product_id,
    Quantity as quantity,
    Discount as discount
from {{ source('grocery', 'sales') }}
