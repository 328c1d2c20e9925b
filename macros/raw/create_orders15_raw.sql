{#-
  The raw tables of pipeline 3, as its files would have filled them: 4,000 orders of 100 days as JSON documents, one
  file a quarter of an hour, and two deliveries each of the customers' and products' CSV files. They are made once; a
  table that exists is left alone.

  As in life a few documents are wrong: some totals differ from their items (1 in 200), some name a customer or a
  product that nobody knows (1 in 400 each).
-#}
{% macro create_orders15_raw() %}
{%- set raw = target.schema ~ '_orders15_raw' -%}
{%- set hour_weights = [5, 3, 2, 2, 2, 4, 8, 16, 26, 34, 40, 44, 46, 42, 38, 36, 38, 42, 48, 52, 46, 34, 20, 10] -%}
create schema if not exists {{ raw }};

create table if not exists {{ raw }}.customers as
with drawn as (
    select
        number,
        {{ weighted_index(random_of("'tier' || number"), [60, 25, 12, 3]) }} as tier,
        {{ random_of("'promoted' || number") }} < 0.15 as is_promoted,
        {{ random_of("'region' || number") }} as region
    from generate_series(1, 300) as number
)

select
    'C-' || lpad(number::text, 4, '0') as customer_id,
    'Customer ' || number as customer_name,
    'customer' || number || '@example.com' as email,
    case when delivery = 2 and is_promoted then least(tier + 1, 3) else tier end as tier_level,
    '0' || (1 + floor(4 * region)::int) as region_code,
    case when delivery = 2 and is_promoted then date '2024-03-01' else date '2024-01-01' - number end as tier_since,
    case delivery when 1 then date '2024-01-01' else date '2024-03-01' end as delivered_on
from drawn
cross join generate_series(1, 2) as delivery;

create table if not exists {{ raw }}.products as
with nouns (category_number, category, noun, base_price) as (values
    (1, 'Electronics', 'Headphones', 59.90), (1, 'Electronics', 'Keyboard', 79.00), (1, 'Electronics', 'Charger', 19.95),
    (2, 'Home', 'Lamp', 34.50), (2, 'Home', 'Kettle', 29.99), (2, 'Home', 'Blanket', 24.90),
    (3, 'Sports', 'Yoga Mat', 22.00), (3, 'Sports', 'Dumbbell', 31.40), (3, 'Sports', 'Bottle', 12.75),
    (4, 'Books', 'Novel', 14.00), (4, 'Books', 'Cookbook', 27.50), (4, 'Books', 'Atlas', 39.00)
),

colours (colour_number, colour) as (values
    (1, 'Black'), (2, 'White'), (3, 'Blue'), (4, 'Green'), (5, 'Red'), (6, 'Grey'), (7, 'Sand'), (8, 'Plum')
),

numbered as (
    select
        row_number() over (order by md5(noun || colour))::int as number,
        *
    from nouns
    cross join colours
)

select
    'P-' || lpad(number::text, 3, '0') as product_id,
    colour || ' ' || noun as product_name,
    category,
    (base_price + colour_number)::numeric(10, 2) as price,
    floor(400 * {{ random_of("'stock' || delivery || '/' || number") }})::int as stock_quantity,
    case delivery when 1 then date '2024-01-01' else date '2024-04-09' end as delivered_on
from numbered
cross join generate_series(1, 2) as delivery;

create table if not exists {{ raw }}.orders as
with drawn as (
    select
        number,
        timestamp '2024-01-01'
        + floor(100 * {{ random_of("'day' || number") }}) * interval '1 day'
        + {{ weighted_index(random_of("'hour' || number"), hour_weights) }} * interval '1 hour'
        + floor(3600 * {{ random_of("'second' || number") }}) * interval '1 second' as ordered_at,
        {{ random_of("'customer' || number") }} as customer,
        1 + floor(4 * power({{ random_of("'items' || number") }}, 2))::int as items,
        {{ random_of("'fault' || number") }} as fault
    from generate_series(1, 4000) as number
),

{# Customers with a high number leave early: after their last day they order nothing, and somebody else does. #}
assigned as (
    select
        *,
        case
            when fault between 0.005 and 0.0075 then 'C-9' || lpad((number % 1000)::text, 3, '0')
            else 'C-' || lpad((1 + floor((300 - (ordered_at::date - date '2024-01-01')) * power(customer, 1.3)))::text, 4, '0')
        end as customer_id
    from drawn
),

items as (
    select
        assigned.number,
        item,
        case
            when assigned.fault between 0.0075 and 0.01 and item = 1 then 'P-999'
            else 'P-' || lpad((1 + floor(96 * power({{ random_of("'product' || assigned.number || '/' || item") }}, 1.6)))::text, 3, '0')
        end as product_id,
        1 + floor(3 * power({{ random_of("'quantity' || assigned.number || '/' || item") }}, 3))::int as quantity
    from assigned
    cross join lateral generate_series(1, assigned.items) as item
),

priced as (
    select
        items.number,
        items.item,
        items.product_id,
        items.quantity,
        coalesce(products.price, 10.00) as unit_price
    from items
    left join {{ raw }}.products as products
        on products.product_id = items.product_id and products.delivered_on = date '2024-01-01'
),

totals as (
    select
        number,
        sum(quantity * unit_price) as total,
        jsonb_agg(
            jsonb_build_object('product_id', product_id, 'quantity', quantity, 'unit_price', unit_price) order by item
        ) as items
    from priced
    group by number
)

select
    'orders_' || to_char(date_bin('15 minutes', assigned.ordered_at, timestamp '2024-01-01'), 'YYYYMMDD_HH24MI') || '.json' as file_name,
    row_number() over (
        partition by date_bin('15 minutes', assigned.ordered_at, timestamp '2024-01-01') order by assigned.ordered_at, assigned.number
    )::int as line_number,
    date_bin('15 minutes', assigned.ordered_at, timestamp '2024-01-01') as window_start,
    jsonb_build_object(
        'order_id', 'O-' || lpad(assigned.number::text, 6, '0'),
        'customer_id', assigned.customer_id,
        'order_timestamp', to_char(assigned.ordered_at, 'YYYY-MM-DD"T"HH24:MI:SS'),
        'payment_method', (array['card', 'invoice', 'wallet'])[1 + {{ weighted_index(random_of("'payment' || assigned.number"), [6, 2, 2]) }}],
        'items', totals.items,
        'total_amount', case when assigned.fault < 0.005 then totals.total + 1 else totals.total end
    ) as document
from assigned
inner join totals using (number);
{% endmacro %}
