{#- A number in [0, 1) that depends on `key` only: the same key gives the same number on every machine. -#}
{% macro random_of(key) -%}
    (('x' || substr(md5({{ key }}), 1, 8))::bit(32)::bigint / 4294967296.0)
{%- endmacro %}


{#- The index, from 0, of a choice made by the number `random` in [0, 1) where choice i has weight `weights[i]`. -#}
{% macro weighted_index(random, weights) -%}
    {%- set sums = namespace(total=0, thresholds=[]) -%}
    {%- for weight in weights -%}
        {%- set sums.total = sums.total + weight -%}
        {%- do sums.thresholds.append(sums.total) -%}
    {%- endfor -%}
    width_bucket(floor({{ random }} * {{ sums.total }})::int, array[{{ sums.thresholds[:-1] | join(', ') }}])
{%- endmacro %}
