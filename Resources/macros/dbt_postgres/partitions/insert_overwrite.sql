{# The incremental strategy `insert_overwrite`: the partitions that occur among the new rows are replaced as a whole. New
   ones are filled and indexed beside the old ones; only their exchange, in the same transaction, keeps readers waiting. They
   get their indexes by being partitions of a table of their own (`shadow`) for a moment, one after the other: what attaching
   and detaching cost grows with the partitions that a table has. Its last statement gives the number of rows. #}
{% macro martlet__overwrite_partitions_sql(layout, target, rows, shadow, dest_columns) -%}
{%- set columns = martlet__in_format(get_quoted_csv(dest_columns | map(attribute='name'))) -%}
{%- set bucket = martlet__in_format(layout.bucket) -%}
create table {{ shadow }} (like {{ target }} including all) partition by {{ layout.clause }};
do $martlet$
#variable_conflict use_column
declare
  target regclass := {{ martlet__regclass(layout, target) }};
  shadow regclass := {{ martlet__regclass(layout, shadow) }};
  piece record;
  leaf text;
  leaves text[] := '{}';
  labels text[] := '{}';
  places text[] := '{}';
  old regclass;
  total bigint := 0;
  added bigint;
  {{ martlet__strays_variables(layout, target) }}
begin
  {{ martlet__find_strays() }}
  -- The rows are sorted by partition, so that those of one lie between two places of the file.
  for piece in execute format(
    $pieces$
    select low, first, last, {{ layout.label | replace('%', '%%') }} as label, {{ layout.bounds | replace('%', '%%') }} as bounds
    from (select {{ layout.bucket | replace('%', '%%') }} as low, %s from {{ rows | string | replace('%', '%%') }} group by 1) as pieces
    $pieces$,
    case when current_setting('server_version_num')::int >= 140000
      then 'min(ctid) as first, max(ctid) as last'
      else '''(0,0)''::tid as first, ''(4294967295,65535)''::tid as last' end)
  loop
    labels := labels || case when piece.low is null then 'default' else piece.label end;
    places := places || case when piece.low is null then 'default' else piece.bounds end;
    leaves := leaves || ({{ layout.literal(layout.prefix(shadow.identifier)) }} || labels[cardinality(labels)]);
    leaf := format('%I.%I', {{ layout.literal(shadow.schema) }}, leaves[cardinality(leaves)]);
    execute format('create {{ martlet__table_kind() }} %s (like %s including all excluding indexes)', leaf, target);
    execute format(
      'insert into %s ({{ columns }}) select {{ columns }} from {{ martlet__in_format(rows) }}'
      ' where ctid >= $1 and ctid <= $2 and ({{ bucket }}) is not distinct from $3', leaf)
      using piece.first, piece.last, piece.low;
    get diagnostics added = row_count;
    total := total + added;
    if has_strays and piece.low is not null then
      execute format('delete from %s where {{ bucket }} = $1', strays) using piece.low;
    end if;
    execute format('alter table %s attach partition %s %s', shadow, leaf, places[cardinality(places)]);
    execute format('alter table %s detach partition %s', shadow, leaf);
  end loop;

  for piece in
    select
        to_regclass(format('%I.%I', {{ layout.literal(shadow.schema) }}, old_name)) as oid,
        old_name,
        {{ layout.literal(layout.prefix(target.identifier)) }} || label as new_name,
        bounds
    from unnest(leaves, labels, places) as built (old_name, label, bounds)
  loop
    select inhrelid into old from pg_inherits
    where inhparent = target
      and inhrelid = to_regclass(format('%I.%I', {{ layout.literal(target.schema) }}, piece.new_name));
    if old is not null then
      if exists (select from pg_constraint where confrelid = old) then
        execute format('alter table %s detach partition %s', target, old);
      end if;
      execute format('drop table %s', old);
    end if;
    execute format('alter table %s rename to %I', piece.oid::regclass, piece.new_name);
    {{ martlet__rename_indexes_of_partition() }}
    execute format('alter table %s attach partition %s %s', target, piece.oid::regclass, piece.bounds);
    if piece.bounds = 'default' then
      execute format('comment on table %s is %L', piece.oid::regclass, {{ layout.literal(layout.summary) }});
    end if;
  end loop;
  {{ martlet__tell_rows() }}
end $martlet$;
drop table {{ shadow }};
{{ martlet__told_rows_sql() }}
{%- endmacro %}


{# The strategy as the materialization calls it. #}
{% macro martlet__overwrite_strategy(arg_dict) %}
  {{ return(martlet__overwrite_partitions_sql(
      arg_dict['layout'], arg_dict['target_relation'], arg_dict['temp_relation'], arg_dict['shadow_relation'],
      arg_dict['dest_columns'])) }}
{% endmacro %}

{# What new partitions need beyond their rows. #}
{% macro martlet__after_adding_partitions(layout, relation) %}
  {%- if layout.is_clustered -%}
    {%- do run_query(martlet__mark_cluster_sql(layout, relation)) -%}
  {%- endif -%}
{% endmacro %}
