{# Filling the partitions of a new table. #}

{# Whether a table of this layout is filled by the block below. #}
{% macro martlet__fills_partitions(layout) %}
  {{ return(layout is not none and layout.is_partitioned and not layout.modulus) }}
{% endmacro %}


{# A block that makes the partitions of a new table and moves the rows of `stage` into them.

   Clustered rows are sorted on the way, by the cluster columns alone: each partition gets its rows in that order wherever the
   others go. Not all are sorted at once, but batches of neighbouring partitions that fit into memory: the rows of a day mostly
   came together, so that those of a batch lie between two not too distant places of the file. Where that is not so, since each
   row may be anywhere, reading the file for each batch would cost more than one big sort. #}
{% macro martlet__fill_partitions_sql(layout, relation, columns, stage) -%}
{%- set pieces = make_temp_relation(relation, '__pieces') -%}
{%- set order = martlet__quoted_list(layout.cluster_columns) | join(', ') -%}
{%- set insert = 'insert into ' ~ relation ~ columns ~ ' select * from ' ~ stage -%}
do $martlet$
#variable_conflict use_column
declare
  piece record;
  is_near boolean := false;
  total bigint := 0;
  added bigint;
begin
  execute format(
    $pieces$
    create temporary table {{ pieces | string | replace('%', '%%') }} on commit drop as
    select
        low,
        {{ layout.label | replace('%', '%%') }} as label,
        {{ layout.bounds | replace('%', '%%') }} as bounds,
        martlet_first,
        martlet_last,
        -- Sorting takes up to twice the memory that rows take in the file, and is faster still in half of what there is.
        case when low is not null then div(
            (sum(martlet_rows) over (order by low) - martlet_rows) * pg_relation_size({{ layout.literal(stage.render()) | replace('%', '%%') }}) / sum(martlet_rows) over (),
            pg_size_bytes(current_setting('work_mem')) / 4) end as batch
    from (
        select
            {{ layout.bucket | replace('%', '%%') }} as low,
            {{ 'sum(martlet_rows)' if layout.has_few_values else 'count(*)' }} as martlet_rows,
            {%- set first, last = ('martlet_first', 'martlet_last') if layout.has_few_values else ('ctid', 'ctid') %}
            %1$s({{ first }}) as martlet_first,
            %2$s({{ last }}) as martlet_last
        from {% if layout.has_few_values -%}
        (
            select {{ layout.field | replace('%', '%%') }}, count(*) as martlet_rows, %1$s(ctid) as martlet_first, %2$s(ctid) as martlet_last
            from {{ stage | string | replace('%', '%%') }} group by 1
        ) as found
        {%- else -%}
        {{ stage | string | replace('%', '%%') }}
        {%- endif %}
        group by 1
    ) as pieces
    $pieces$,
    -- Before version 14 places cannot be compared.
    case when current_setting('server_version_num')::int >= 140000 then 'min' else 'count' end,
    case when current_setting('server_version_num')::int >= 140000 then 'max' else 'count' end);

  for piece in select label, bounds from {{ pieces }} where low is not null order by label loop
    execute format('create {{ martlet__table_kind() }} %s partition of {{ martlet__in_format(relation) }} %s',
      format('%I.%I', {{ layout.literal(relation.schema) }}, {{ layout.literal(layout.prefix(relation.identifier)) }} || piece.label),
      piece.bounds);
  end loop;
  {%- if layout.is_clustered %}

  if current_setting('server_version_num')::int >= 140000 then
    select count(*) > 1 and sum(martlet_pages) <= 10 * max(martlet_end) into is_near
    from (
      select
          (max(martlet_last)::text::point)[0] + 1 as martlet_end,
          (max(martlet_last)::text::point)[0] - (min(martlet_first)::text::point)[0] + 1 as martlet_pages
      from {{ pieces }} where low is not null group by batch
    ) as batches;
  end if;
  if is_near then
    for piece in
      select
          min(martlet_first) as first,
          max(martlet_last) as last,
          (array_agg(low order by low))[1] as low,
          (array_agg(low order by low desc))[1] as high
      from {{ pieces }} group by batch order by batch
    loop
      execute '{{ insert | replace("'", "''") }} where ctid >= $1 and ctid <= $2 and '
        || case when piece.low is null then '({{ layout.bucket | replace("'", "''") }}) is null'
          else '({{ layout.bucket | replace("'", "''") }}) between $3 and $4' end
        || ' order by {{ order | replace("'", "''") }}'
        using piece.first, piece.last, piece.low, piece.high;
      get diagnostics added = row_count;
      total := total + added;
    end loop;
  else
    {{ insert }} order by {{ order }};
    get diagnostics total = row_count;
  end if;
  {%- else %}
  {{ insert }};
  get diagnostics total = row_count;
  {%- endif %}
  {{ martlet__tell_rows() }}
end $martlet$
{%- endmacro %}


{# A block has no answer: how it tells the number of rows that it has written, and how that becomes the answer of the node. #}
{% macro martlet__tell_rows() -%}
  perform set_config('martlet.rows', total::text, true);
{%- endmacro %}

{% macro martlet__told_rows_sql() -%}
  select current_setting('martlet.rows')::bigint as rows
{%- endmacro %}

{% macro martlet__store_told_rows() %}
  {%- set count = load_result('main').table.rows[0][0] -%}
  {%- do store_raw_result('main', message='INSERT 0 ' ~ count, code='INSERT', rows_affected=count) -%}
{% endmacro %}
