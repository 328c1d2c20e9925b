{#-
  How often two products are bought on one visit, and the neighbours of each product by it.

  Bounded twice. Pairing all that a customer has ever bought would give hundreds of millions of pairs at full scale, and
  says less than what lies in one basket. And only the last days count: these are a part of the partitions.

  The score is the cosine of the two products' visits: visits with both over the root of the product of the visits with
  each, so that a product is not everyone's neighbour only because it sells well.
-#}
{{
    config(
        pre_hook="set local work_mem = '64MB'",
        indexes=[
            {'columns': ['product_id', 'place'], 'unique': true},
            {'columns': ['product_id'], 'name': 'product_pairs_scores', 'include': ['other_product_id', 'score']},
        ],
    )
}}

with baskets as (
    select
        customer_id,
        sales_day,
        product_id
    from {{ ref('fct_sales') }}
    where sales_day > (select max(last_day) - {{ var('grocery_pair_days') }} from {{ ref('int_grocery__customer_sales') }})
    group by customer_id, sales_day, product_id
),

popularity as (
    select
        product_id,
        count(*) as visits
    from baskets
    group by product_id
),

pairs as (
    select
        one.product_id as product_id,
        other.product_id as other_product_id,
        count(*) as visits
    from baskets as one
    inner join baskets as other using (customer_id, sales_day)
    where one.product_id <> other.product_id
    group by one.product_id, other.product_id
),

scored as (
    select
        pairs.product_id,
        pairs.other_product_id,
        pairs.visits,
        round((pairs.visits / sqrt(own.visits::float8 * others.visits))::numeric, 6) as score
    from pairs
    inner join popularity as own on own.product_id = pairs.product_id
    inner join popularity as others on others.product_id = pairs.other_product_id
),

placed as (
    select
        *,
        row_number() over (partition by product_id order by score desc, other_product_id) as place
    from scored
)

select
    product_id,
    place,
    other_product_id,
    visits,
    score
from placed
where place <= {{ var('grocery_neighbours') }}
