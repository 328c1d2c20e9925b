{# Every relation and function of a schema. #}
{% macro postgres__list_relations_without_caching(schema_relation) %}
  {%- call statement('list_relations_without_caching', fetch_result=True) -%}
    select '{{ schema_relation.database }}' as database, objects.name, pg_namespace.nspname as schema, objects.type
    from pg_namespace
    join (
        select
            relnamespace as namespace,
            relname as name,
            case relkind when 'v' then 'view' when 'm' then 'materialized_view' else 'table' end as type
        from pg_class
        where relkind in ('r', 'p', 'v', 'm')
        union all
        select distinct pronamespace, proname, 'function'
        from pg_proc
    ) as objects on objects.namespace = pg_namespace.oid
    where pg_namespace.nspname ilike '{{ schema_relation.schema }}'
  {%- endcall -%}
  {{ return(load_result('list_relations_without_caching').table) }}
{% endmacro %}


{# Which views read which relations: a drop with `cascade` takes the views along. A view depends on what it reads through
   its rewrite rule. #}
{% macro postgres__get_relations() -%}
  {%- call statement('relations', fetch_result=True) -%}
    select distinct
        dependent_schema.nspname as dependent_schema,
        dependent.relname as dependent_name,
        referenced_schema.nspname as referenced_schema,
        referenced.relname as referenced_name
    from pg_rewrite as rule
    join pg_depend as uses
        on uses.classid = 'pg_rewrite'::regclass
        and uses.objid = rule.oid
        and uses.refclassid = 'pg_class'::regclass
        and uses.refobjid <> rule.ev_class
    join pg_class as dependent on dependent.oid = rule.ev_class
    join pg_namespace as dependent_schema on dependent_schema.oid = dependent.relnamespace
    join pg_class as referenced on referenced.oid = uses.refobjid
    join pg_namespace as referenced_schema on referenced_schema.oid = referenced.relnamespace
    where referenced_schema.nspname <> 'information_schema'
      and referenced_schema.nspname not like 'pg\_%'
    order by 1, 2, 3, 4
  {%- endcall -%}
  {{ return(load_result('relations').table) }}
{%- endmacro %}

{% macro postgres_get_relations() %}
  {{ return(postgres__get_relations()) }}
{% endmacro %}


{# What information_schema.columns gives, from the catalogue itself: half the time. A temporary relation has no schema. #}
{% macro postgres__get_columns_in_relation(relation) -%}
  {%- if relation.database -%}
    {%- do adapter.verify_database(relation.database) -%}
  {%- endif -%}
  {%- call statement('get_columns_in_relation', fetch_result=True) -%}
    select
        columns.attname as column_name,
        case
            when types.typelem <> 0 and types.typlen = -1 then 'ARRAY'
            when types.typnamespace = 'pg_catalog'::regnamespace then format_type(types.oid, null)
            else 'USER-DEFINED'
        end as data_type,
        information_schema._pg_char_max_length(types.oid, modifiers.value) as character_maximum_length,
        information_schema._pg_numeric_precision(types.oid, modifiers.value) as numeric_precision,
        information_schema._pg_numeric_scale(types.oid, modifiers.value) as numeric_scale
    from pg_class as relations
    join pg_namespace as namespaces on namespaces.oid = relations.relnamespace
    join pg_attribute as columns on columns.attrelid = relations.oid
    join pg_type as declared on declared.oid = columns.atttypid
    join pg_type as types
        on types.oid = case declared.typtype when 'd' then declared.typbasetype else declared.oid end
    cross join lateral (
        select case declared.typtype when 'd' then declared.typtypmod else columns.atttypmod end as value
    ) as modifiers
    where relations.relname = '{{ relation.identifier }}'
    {%- if relation.schema %}
      and namespaces.nspname = '{{ relation.schema }}'
    {%- endif %}
      and not pg_is_other_temp_schema(namespaces.oid)
      and relations.relkind in ('r', 'v', 'f', 'p')
      and columns.attnum > 0
      and not columns.attisdropped
    order by columns.attnum
  {%- endcall -%}
  {{ return(sql_convert_columns_in_relation(load_result('get_columns_in_relation').table)) }}
{%- endmacro %}
