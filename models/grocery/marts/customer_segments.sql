{#- RFM: each customer's fifth by recency, frequency and money, 5 is best; ties fall by the customer's number. -#}
{{ config(indexes=[{'columns': ['customer_id'], 'unique': true}, {'columns': ['segment']}]) }}

with newest as (
    select max(last_day) as day from {{ ref('int_grocery__customer_sales') }}
),

scored as (
    select
        customers.customer_id,
        newest.day - customers.last_day as recency_days,
        customers.visits as frequency,
        customers.revenue as monetary,
        ntile(5) over (order by customers.last_day, customers.customer_id) as recency_score,
        ntile(5) over (order by customers.visits, customers.customer_id) as frequency_score,
        ntile(5) over (order by customers.revenue, customers.customer_id) as monetary_score
    from {{ ref('int_grocery__customer_sales') }} as customers
    cross join newest
)

select
    customer_id,
    recency_days,
    frequency,
    monetary,
    recency_score,
    frequency_score,
    monetary_score,
    case
        when recency_score >= 4 and frequency_score >= 4 and monetary_score >= 4 then 'champions'
        when frequency_score >= 4 and recency_score >= 3 then 'loyal'
        when monetary_score >= 4 and recency_score >= 3 then 'big spenders'
        when recency_score >= 4 then 'promising'
        when recency_score <= 2 and (frequency_score >= 4 or monetary_score >= 4) then 'at risk'
        when recency_score <= 2 and frequency_score <= 2 then 'hibernating'
        else 'needs attention'
    end as segment
from scored
