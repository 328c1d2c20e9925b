{% macro postgres__dateadd(datepart, interval, from_date_or_timestamp) %}

    {{ from_date_or_timestamp }} + ((interval '1 {{ datepart }}') * ({{ interval }}))

{% endmacro %}


{# Boundaries of a small part are those of a larger one times its size, plus the difference within it. #}
{% macro postgres__datediff(first_date, second_date, datepart) -%}
  {%- set larger = {
      'quarter': ('year', 4), 'month': ('year', 12),
      'hour': ('day', 24), 'minute': ('hour', 60),
      'second': ('minute', 60), 'millisecond': ('minute', 60000), 'microsecond': ('minute', 60000000)} -%}
  {%- if datepart == 'year' %}
        (date_part('year', ({{ second_date }})::date) - date_part('year', ({{ first_date }})::date))
    {% elif datepart == 'day' %}
        (({{ second_date }})::date - ({{ first_date }})::date)
    {% elif datepart == 'week' %}
        ({{ datediff(first_date, second_date, 'day') }} / 7 + case
            when date_part('dow', ({{ first_date }})::timestamp) <= date_part('dow', ({{ second_date }})::timestamp) then
                case when {{ first_date }} <= {{ second_date }} then 0 else -1 end
            else
                case when {{ first_date }} <= {{ second_date }} then 1 else 0 end
        end)
    {% elif datepart in larger -%}
      {%- set larger_part, size = larger[datepart] -%}
      {%- set type = 'date' if larger_part == 'year' else 'timestamp' -%}
      {%- set second_part = "date_part('" ~ datepart ~ "', (" ~ second_date ~ ')::' ~ type ~ ')' -%}
      {%- set first_part = "date_part('" ~ datepart ~ "', (" ~ first_date ~ ')::' ~ type ~ ')' -%}
      {%- if larger_part == 'minute' -%}
        {%- set second_part = 'floor(' ~ second_part ~ ')' -%}
        {%- set first_part = 'floor(' ~ first_part ~ ')' -%}
      {%- endif %}
        ({{ datediff(first_date, second_date, larger_part) }} * {{ size }} + {{ second_part }} - {{ first_part }})
    {% else -%}
      {%- do exceptions.raise_compiler_error(
          'Unsupported datepart for macro datediff in postgres: {!r}'.format(datepart)) -%}
  {%- endif -%}
{%- endmacro %}


{# An interval of a quarter has to be written in months. #}
{% macro postgres__last_day(date, datepart) -%}
  {%- if datepart == 'quarter' -%}
    -- postgres dateadd does not support quarter interval.
    cast(
        {{ dbt.dateadd('day', '-1', dbt.dateadd('month', '3', dbt.date_trunc(datepart, date))) }}
        as date)
  {%- else -%}
    {{ dbt.default_last_day(date, datepart) }}
  {%- endif -%}
{%- endmacro %}
