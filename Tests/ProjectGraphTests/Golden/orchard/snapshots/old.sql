{% snapshot bills %}{{ config(unique_key='id', strategy='check', check_cols='all') }}select * from {{ ref('offer') }}{% endsnapshot %}
