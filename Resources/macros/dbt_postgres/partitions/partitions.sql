{# Partitions of a table: making those that new rows need, and names that follow the table's. The column aliases `low`,
   `label` and `bounds` are what the expressions of a layout speak of. #}

{# The partitions that a table has whatever its rows are. The first one keeps in a comment how the table is cut. #}
{% macro martlet__first_partitions_sql(layout, relation) -%}
  {%- set kind = martlet__table_kind() -%}
  {%- set prefix = layout.prefix(relation.identifier) -%}
  {%- if layout.modulus -%}
    {%- for remainder in range(layout.modulus) %}
  create {{ kind }} {{ martlet__partition(relation, prefix ~ remainder) }} partition of {{ relation }} for values with (modulus {{ layout.modulus }}, remainder {{ remainder }});
    {%- endfor -%}
    {%- set first = martlet__partition(relation, prefix ~ '0') -%}
  {%- else -%}
    {%- set first = martlet__partition(relation, prefix ~ 'default') %}
  create {{ kind }} {{ first }} partition of {{ relation }} default;
  {%- endif %}
  comment on table {{ first }} is {{ layout.literal(layout.summary) }};
{%- endmacro %}

{% macro martlet__partition(relation, name) %}
  {{ return(relation.incorporate(path={'identifier': name}, type='table').render()) }}
{% endmacro %}


{# SQL as part of a text that `format` is given. #}
{% macro martlet__in_format(sql) %}
  {{ return(sql | string | replace("'", "''") | replace('%', '%%')) }}
{% endmacro %}


{# A block that makes the partitions of a relation's rows which the table lacks. Rows that the default partition has for
   them (somebody else's insert) move along. #}
{% macro martlet__add_partitions_sql(layout, relation, rows) -%}
{%- set parent = martlet__regclass(layout, relation) -%}
do $martlet$
#variable_conflict use_column
declare
  parent regclass := {{ parent }};
  piece record;
  leaf text;
  {{ martlet__strays_variables(layout, relation) }}
begin
  {{ martlet__find_strays() }}
  for piece in
    select low, {{ layout.label }} as label, {{ layout.bounds }} as bounds
    from (
      {%- if layout.has_few_values %}
      select distinct {{ layout.bucket }} as low
      from (select distinct {{ layout.field }} from {{ rows }}) as found
      {%- else %}
      select distinct {{ layout.bucket }} as low from {{ rows }}
      {%- endif %}
    ) as pieces
    where low is not null
    order by label
  loop
    leaf := format('%I.%I', {{ layout.literal(relation.schema) }}, {{ layout.literal(layout.prefix(relation.identifier)) }} || piece.label);
    continue when exists (select from pg_inherits where inhparent = parent and inhrelid = to_regclass(leaf));
    if has_strays then
      execute format('create {{ martlet__table_kind() }} %s (like %s including all excluding indexes)', leaf, parent);
      execute format('with moved as (delete from %s where {{ martlet__in_format(layout.bucket) }} = $1 returning *) insert into %s select * from moved', strays, leaf) using piece.low;
      execute format('alter table %s attach partition %s %s', parent, leaf, piece.bounds);
    else
      execute format('create {{ martlet__table_kind() }} %s partition of %s %s', leaf, parent, piece.bounds);
    end if;
  end loop;
end $martlet$
{%- endmacro %}

{# Parts of a block: whether the default partition, `strays`, has rows, which may belong to a partition that is to be made. #}
{% macro martlet__strays_variables(layout, relation) -%}
  strays regclass := to_regclass(format('%I.%I', {{ layout.literal(relation.schema) }}, {{ layout.literal(layout.prefix(relation.identifier) ~ 'default') }}));
  has_strays boolean := false;
{%- endmacro %}

{% macro martlet__find_strays() -%}
  if strays is not null then
    execute format('select exists (select from %s)', strays) into has_strays;
  end if;
{%- endmacro %}

{% macro martlet__table_kind() %}
  {{ return('unlogged table' if config.get('unlogged', default=False) else 'table') }}
{% endmacro %}


{# Gives the partitions of a relation that has been renamed, and their indexes, the names that fit the relation. #}
{% macro martlet__rename_partitions_sql(layout, relation) -%}
do $martlet$
#variable_conflict use_column
declare
  piece record;
begin
  for piece in
    select
        partitions.oid,
        partitions.relname as old_name,
        {{ layout.literal(layout.prefix(relation.identifier)) }} || regexp_replace(partitions.relname, '^.*__p', '') as new_name
    from pg_inherits
    join pg_class as partitions on partitions.oid = pg_inherits.inhrelid
    where pg_inherits.inhparent = {{ martlet__regclass(layout, relation) }}
      and partitions.relname like '%\_\_p%'
  loop
    continue when piece.old_name = piece.new_name;
    execute format('alter table %s rename to %I', piece.oid::regclass, piece.new_name);
    {{ martlet__rename_indexes_of_partition() }}
  end loop;
end $martlet$
{%- endmacro %}

{# Part of a block: the indexes whose names begin with `piece.old_name` get `piece.new_name` in its place, as far as that
   name is free and fits. #}
{% macro martlet__rename_indexes_of_partition() -%}
    declare
      item record;
    begin
      for item in
        select
            indexes.indexrelid,
            piece.new_name || substr(relations.relname, length(piece.old_name) + 1) as name,
            relations.relnamespace as namespace
        from pg_index as indexes
        join pg_class as relations on relations.oid = indexes.indexrelid
        where indexes.indrelid = piece.oid
          and left(relations.relname, length(piece.old_name) + 1) = piece.old_name || '_'
      loop
        continue when octet_length(item.name) > 63
          or exists (select from pg_class where relname = item.name and relnamespace = item.namespace);
        execute format('alter index %s rename to %I', item.indexrelid::regclass, item.name);
      end loop;
    end;
{%- endmacro %}


{# Fails unless the table that is there is cut as the model wants it, so that rows can be added. #}
{% macro martlet__check_partitions(layout, relation) %}
  {%- set prefix = layout.prefix(relation.identifier) -%}
  {%- set found = run_query(
      "select tables.partstrat, columns.attname, (select obj_description(inhrelid, 'pg_class') from pg_inherits"
      ~ ' join pg_class on pg_class.oid = inhrelid where inhparent = ' ~ martlet__regclass(layout, relation)
      ~ ' and relname in (' ~ layout.literal(prefix ~ 'default') ~ ', ' ~ layout.literal(prefix ~ '0') ~ "))"
      ~ ' from pg_partitioned_table as tables left join pg_attribute as columns'
      ~ ' on columns.attrelid = tables.partrelid and columns.attnum = tables.partattrs[0]'
      ~ ' where tables.partrelid = ' ~ martlet__regclass(layout, relation)) -%}
  {%- set row = found.rows[0] if found.rows | length else [none, none, none] -%}
  {%- do layout.check_existing(relation, row[0], row[1], row[2]) -%}
{% endmacro %}
