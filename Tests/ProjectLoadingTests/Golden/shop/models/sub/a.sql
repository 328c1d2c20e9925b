{{ config(tags=['f'], meta={'x': 1}, grants={'+select': 'y', 'insert': ['z']}, custom=none, custom2={'k': [1]}, schema=none) }}
{{ config(tags='second', post_hook="select 9", unique_key=['a','b'], indexes=[{'columns': ['a']}]) }}
select 1 as id
