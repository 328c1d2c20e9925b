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


{# Precision, scale and length as the standard's view gives them, without its many joins. #}
{% macro postgres__get_columns_in_relation(relation) -%}
  {%- call statement('get_columns_in_relation', fetch_result=True) -%}
    select
        column_name,
        data_type,
        character_maximum_length,
        numeric_precision,
        numeric_scale
    from {{ relation.information_schema('columns') }}
    where table_name = '{{ relation.identifier }}'
    {%- if relation.schema %}
      and table_schema = '{{ relation.schema }}'
    {%- endif %}
    order by ordinal_position
  {%- endcall -%}
  {{ return(sql_convert_columns_in_relation(load_result('get_columns_in_relation').table)) }}
{%- endmacro %}
