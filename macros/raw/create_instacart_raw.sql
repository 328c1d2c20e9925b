{#-
  The raw tables of pipeline 1, as the daily files would have filled them: 3,000 orders over 60 days.
  They are made once; a table that exists is left alone.
-#}
{% macro create_instacart_raw() %}
{%- set raw = target.schema ~ '_instacart_raw' -%}
{%- set days = 60 -%}
{%- set weekday_weights = [14, 12, 9, 9, 9, 10, 11] -%}
{%- set hour_weights = [6, 4, 2, 2, 2, 3, 8, 20, 38, 55, 70, 72, 70, 72, 68, 60, 52, 45, 36, 28, 22, 18, 12, 8] -%}
{%- set day_weights = [] -%}
{%- for day in range(days) -%}
    {%- do day_weights.append(weekday_weights[day % 7]) -%}
{%- endfor -%}

create schema if not exists {{ raw }};

create table if not exists {{ raw }}.departments as
select * from (values
    (1, 'produce'), (2, 'dairy eggs'), (3, 'snacks'), (4, 'beverages'), (5, 'frozen'), (6, 'pantry'), (7, 'bakery'), (8, 'household')
) as department (department_id, department);

create table if not exists {{ raw }}.aisles as
select * from (values
    (1, 'fresh fruits'), (2, 'fresh vegetables'), (3, 'packaged greens'), (4, 'milk'), (5, 'yogurt'), (6, 'cheese'), (7, 'eggs'),
    (8, 'chips pretzels'), (9, 'cookies'), (10, 'nuts'), (11, 'water'), (12, 'tea coffee'), (13, 'juice'), (14, 'ice cream'),
    (15, 'frozen meals'), (16, 'pasta'), (17, 'canned goods'), (18, 'spices'), (19, 'bread'), (20, 'paper goods')
) as aisle (aisle_id, aisle);

{# Eight variants of 40 goods; the numbering goes by popularity, and some names carry the stray blanks of real files. #}
create table if not exists {{ raw }}.products as
with goods (good_number, good, aisle_id, department_id) as (values
    (1, 'Bananas', 1, 1), (2, 'Strawberries', 1, 1), (3, 'Baby Spinach', 3, 1), (4, 'Avocados', 2, 1), (5, 'Whole Milk', 4, 2),
    (6, 'Limes', 1, 1), (7, 'Raspberries', 1, 1), (8, 'Greek Yogurt', 5, 2), (9, 'Yellow Onions', 2, 1), (10, 'Eggs', 7, 2),
    (11, 'Sparkling Water', 11, 4), (12, 'Garlic', 2, 1), (13, 'Zucchini', 2, 1), (14, 'Blueberries', 1, 1), (15, 'Cucumbers', 2, 1),
    (16, 'Sourdough Bread', 19, 7), (17, 'Fuji Apples', 1, 1), (18, 'Cheddar', 6, 2), (19, 'Carrots', 2, 1), (20, 'Orange Juice', 13, 4),
    (21, 'Mozzarella', 6, 2), (22, 'Kale', 3, 1), (23, 'Ground Coffee', 12, 4), (24, 'Tortilla Chips', 8, 3), (25, 'Butter', 4, 2),
    (26, 'Spaghetti', 16, 6), (27, 'Black Beans', 17, 6), (28, 'Almonds', 10, 3), (29, 'Vanilla Ice Cream', 14, 5), (30, 'Green Tea', 12, 4),
    (31, 'Crushed Tomatoes', 17, 6), (32, 'Frozen Pizza', 15, 5), (33, 'Oat Cookies', 9, 3), (34, 'Baguette', 19, 7), (35, 'Pretzels', 8, 3),
    (36, 'Paper Towels', 20, 8), (37, 'Cinnamon', 18, 6), (38, 'Cashews', 10, 3), (39, 'Penne', 16, 6), (40, 'Napkins', 20, 8)
),

variants (variant_number, variant) as (values
    (1, ''), (2, 'Organic '), (3, 'Large '), (4, 'Family Pack '), (5, 'Premium '), (6, 'Local '), (7, 'Value '), (8, 'Classic ')
)

select
    row_number() over (order by good_number + 6 * (variant_number - 1), good_number)::int as product_id,
    variant || good || case when good_number % 9 = 0 then '  ' else '' end as product_name,
    aisle_id,
    department_id
from goods
cross join variants;

create table if not exists {{ raw }}.orders as
with drawn as (
    select
        number as order_id,
        1 + floor(800 * power({{ random_of("'user' || number") }}, 1.3))::int as user_id,
        date '2024-03-03' + {{ weighted_index(random_of("'day' || number"), day_weights) }} as batch_date,
        {{ weighted_index(random_of("'hour' || number"), hour_weights) }} as order_hour_of_day
    from generate_series(1, 3000) as number
),

numbered as (
    select
        *,
        row_number() over (partition by user_id order by batch_date, order_hour_of_day, order_id) as order_number,
        batch_date - lag(batch_date) over (partition by user_id order by batch_date, order_hour_of_day, order_id) as gap
    from drawn
)

select
    order_id,
    user_id,
    order_number::int as order_number,
    extract(dow from batch_date)::int as order_dow,
    order_hour_of_day,
    coalesce(gap || '.0', '') as days_since_prior_order,
    batch_date
from numbered;

{# Six lines in ten are one of the customer's favourites, so that reorders happen as they do in life. #}
create table if not exists {{ raw }}.order_products as
with lines as (
    select
        orders.order_id,
        orders.user_id,
        orders.order_number,
        orders.batch_date,
        line,
        case
            when {{ random_of("'kind' || orders.order_id || '/' || line") }} < 0.6
                then {{ random_of("'favourite' || orders.user_id || '/' || floor(12 * " ~ random_of("'slot' || orders.order_id || '/' || line") ~ ")") }}
            else {{ random_of("'product' || orders.order_id || '/' || line") }}
        end as pick
    from {{ raw }}.orders as orders
    cross join lateral generate_series(1, 1 + floor(23 * {{ random_of("'size' || orders.order_id") }})::int) as line
),

picked as (
    select
        order_id,
        user_id,
        order_number,
        batch_date,
        1 + floor(320 * power(pick, 2.0))::int as product_id,
        min(line) as line
    from lines
    group by 1, 2, 3, 4, 5
)

select
    order_id,
    product_id,
    row_number() over (partition by order_id order by line)::int as add_to_cart_order,
    (row_number() over (partition by user_id, product_id order by order_number) > 1)::int as reordered,
    batch_date
from picked;
{% endmacro %}
