{# Tables with `partition_by` or `cluster_by`, which take effect where martlet.yml has `partitioning: true`. A layout is what
   `adapter.table_layout()` gives: none where these configs have no effect. #}

{# The layout of the model's table, held against the columns of its query. #}
{% macro martlet__table_layout(sql) %}
  {%- set layout = adapter.table_layout() -%}
  {%- if layout is none or layout.is_plain -%}
    {{ return(layout) }}
  {%- endif -%}
  {{ return(layout.resolved(get_column_schema_from_query(sql, config.get('sql_header')))) }}
{% endmacro %}


{# The query with its rows in the order in which they are to lie in the file. #}
{% macro martlet__ordered(layout, sql) %}
  {%- if layout is none or not layout.order -%}
    {{ return(sql) }}
  {%- endif %}
    select * from (
        {{ sql }}
    ) as martlet_rows
    order by {{ layout.order }}
{%- endmacro %}


{# Sorting a table in work_mem's four megabytes takes several times as long; the setting ends with the transaction. #}
{% macro martlet__room_for_sorting() %}
    select set_config('work_mem', '64MB', true) where pg_size_bytes(current_setting('work_mem')) < pg_size_bytes('64MB');
{%- endmacro %}


{# Makes and fills the table of a model. #}
{% macro martlet__create_table_sql(layout, relation, sql) -%}
  {%- if layout is none or layout.is_plain -%}
    {{ get_create_table_as_sql(False, relation, sql) }}
  {%- elif layout.is_partitioned -%}
    {{ martlet__create_partitioned_table_sql(layout, relation, sql) }}
  {%- else -%}
    {{ martlet__room_for_sorting() }}
    {{ get_create_table_as_sql(False, relation, martlet__ordered(layout, sql)) }}
  {%- endif -%}
{%- endmacro %}


{# The query runs once, into a temporary table: its rows tell which partitions there are to be, and then flow into them.
   Those of hash partitions are sorted at once, since it is known which partitions there are. The last statement of the others
   gives the number of rows. #}
{% macro martlet__create_partitioned_table_sql(layout, relation, sql) -%}
  {%- set enforced = config.get('contract').enforced -%}
  {%- set stage = make_temp_relation(relation, '__stage') -%}
  {{ config.get('sql_header', '') or '' }}
  {%- if enforced -%}
    {{ get_assert_columns_equivalent(sql) }}
    {%- set sql = get_select_subquery(sql) %}
  {%- endif %}
  {{ martlet__room_for_sorting() }}
  create temporary table {{ stage }} on commit drop as (
    {{ martlet__ordered(layout, sql) if layout.modulus else sql }}
  );
  create table {{ relation }}
  {%- if enforced %}
    {{ get_table_columns_and_constraints() }}
  {%- else %}
    (like {{ stage }})
  {%- endif %}
  partition by {{ layout.clause }};
  {{ martlet__first_partitions_sql(layout, relation) }}
  {%- set columns = ' (' ~ adapter.dispatch('get_column_names', 'dbt')() ~ ')' if enforced else '' -%}
  {%- if layout.modulus %}
  insert into {{ relation }}{{ columns }}
  select * from {{ stage }}
  {%- else %}
  {{ martlet__fill_partitions_sql(layout, relation, columns, stage) }};
  {{ martlet__told_rows_sql() }}
  {%- endif %}
{%- endmacro %}


{# The configured indexes, and the one that `cluster_by` needs, which is marked for the command CLUSTER. #}
{% macro martlet__create_indexes(layout, relation) %}
  {%- do create_indexes(relation) -%}
  {%- if layout is none or not layout.is_clustered -%}
    {{ return('') }}
  {%- endif -%}
  {%- set statements = [] -%}
  {%- if not martlet__has_cluster_index(layout) -%}
    {%- do statements.append(get_create_index_sql(relation, {'columns': martlet__quoted_list(layout.cluster_columns)}) | trim) -%}
  {%- endif -%}
  {%- do statements.append(martlet__mark_cluster_sql(layout, relation)) -%}
  {%- do run_query(statements | join(';\n')) -%}
{% endmacro %}

{% macro martlet__quoted_list(names) %}
  {%- set quoted = [] -%}
  {%- for name in names -%}
    {%- do quoted.append(adapter.quote(name)) -%}
  {%- endfor -%}
  {{ return(quoted) }}
{% endmacro %}

{# Whether an index of the config serves for clustering already. #}
{% macro martlet__has_cluster_index(layout) %}
  {%- for entry in config.get('indexes', default=[]) -%}
    {%- set index = adapter.parse_index(entry) -%}
    {%- if index.columns | list == layout.cluster_columns and index.type in (none, 'btree') and not index.where and index.keys == index.columns -%}
      {{ return(True) }}
    {%- endif -%}
  {%- endfor -%}
  {{ return(False) }}
{% endmacro %}


{# PostgreSQL marks tables and partitions, but no partitioned table. #}
{% macro martlet__mark_cluster_sql(layout, relation) %}
do $martlet$
#variable_conflict use_column
declare
  piece record;
begin
  for piece in
    select indexes.indrelid::regclass as leaf, min(relations.relname) as name
    from pg_index as indexes
    join pg_class as relations on relations.oid = indexes.indexrelid
    join pg_am as methods on methods.oid = relations.relam and methods.amname = 'btree'
    where indexes.indrelid in (
        select oid from pg_class where oid = {{ martlet__regclass(layout, relation) }} and relkind = 'r'
        union all
        select inhrelid from pg_inherits where inhparent = {{ martlet__regclass(layout, relation) }}
      )
      and indexes.indpred is null
      and indexes.indisvalid
      and not exists (select from pg_index as others where others.indrelid = indexes.indrelid and others.indisclustered)
      and array(
        select columns.attname::text
        from unnest(indexes.indkey::int2[]) with ordinality as keys (number, position)
        join pg_attribute as columns on columns.attrelid = indexes.indrelid and columns.attnum = keys.number
        where keys.position <= indexes.indnkeyatts
        order by keys.position
      ) = array[
        {%- for column in layout.cluster_columns %}{{ layout.literal(column) }}{{ ', ' if not loop.last }}{% endfor -%}
      ]
    group by indexes.indrelid
  loop
    execute format('alter table %s cluster on %I', piece.leaf, piece.name);
  end loop;
end $martlet$
{%- endmacro %}

{% macro martlet__regclass(layout, relation) -%}
  {{ layout.literal(relation.render()) }}::regclass
{%- endmacro %}
