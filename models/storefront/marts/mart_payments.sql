{{ config(indexes=[{'columns': ['payment_month', 'method'], 'unique': true}]) }}

select
    date_trunc('month', payment_day)::date as payment_month,
    method,
    count(*) as payments,
    count(*) filter (where status = 'captured') as captured_payments,
    count(*) filter (where status = 'failed') as failed_payments,
    round(100.0 * count(*) filter (where status = 'failed') / count(*), 2) as failed_percent,
    sum(captured_amount) as captured_amount,
    sum(refunded_amount) as refunded_amount,
    sum(net_amount) as net_amount
from {{ ref('fct_payments') }}
group by 1, 2
