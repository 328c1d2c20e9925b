{#-
  For each customer the products that go with the customer's favourites and that the customer has not bought yet.
  See int_grocery__product_pairs for the score of a pair; a product's score is the sum over the favourites.

  One customer at a time, over an index: the candidates of all customers together would be millions of rows to sort.
-#}
{{ config(indexes=[{'columns': ['customer_id', 'place'], 'unique': true}, {'columns': ['product_id'], 'name': 'mart_recommend_first', 'where': 'place = 1'}]) }}

select
    customers.customer_id,
    candidates.place,
    candidates.product_id,
    products.product_name,
    products.category,
    candidates.score
from {{ ref('int_grocery__customer_products') }} as customers
cross join lateral (
    select
        pairs.other_product_id as product_id,
        sum(pairs.score) as score,
        row_number() over (order by sum(pairs.score) desc, pairs.other_product_id)::int as place
    from {{ ref('int_grocery__product_pairs') }} as pairs
    where
        pairs.product_id = any(customers.products[1:{{ var('grocery_favourites') }}])
        and pairs.other_product_id <> all(customers.products)
    group by pairs.other_product_id
    order by place
    limit {{ var('grocery_recommendations') }}
) as candidates
inner join {{ ref('grocery__dim_products') }} as products using (product_id)
