{# What `docs generate` shows: each column of the relations asked for, with its relation. #}
{% macro postgres__get_catalog_relations(information_schema, relations) -%}
  {%- do adapter.verify_database(information_schema.database) -%}
  {%- call statement('catalog', fetch_result=True) -%}
    select
        '{{ information_schema.database }}' as table_database,
        namespaces.nspname as table_schema,
        relations.relname as table_name,
        case relations.relkind
            when 'v' then 'VIEW'
            when 'm' then 'MATERIALIZED VIEW'
            else 'BASE TABLE'
        end as table_type,
        obj_description(relations.oid, 'pg_class') as table_comment,
        columns.attname as column_name,
        columns.attnum as column_index,
        format_type(columns.atttypid, columns.atttypmod) as column_type,
        col_description(relations.oid, columns.attnum) as column_comment,
        pg_get_userbyid(relations.relowner) as table_owner
    from pg_catalog.pg_namespace as namespaces
    join pg_catalog.pg_class as relations on relations.relnamespace = namespaces.oid
    join pg_catalog.pg_attribute as columns on columns.attrelid = relations.oid
    where relations.relkind in ('r', 'v', 'f', 'p', 'm')
      and relations.relpersistence in ('p', 'u')
      and columns.attnum > 0
      and not columns.attisdropped
      and (
        {%- for relation in relations %}
        {{ 'or ' if not loop.first }}upper(namespaces.nspname) = upper('{{ relation.schema }}')
        {%- if relation.identifier %} and upper(relations.relname) = upper('{{ relation.identifier }}'){% endif %}
        {%- endfor %}
      )
    order by namespaces.nspname, relations.relname, columns.attnum
  {%- endcall -%}
  {{ return(load_result('catalog').table) }}
{%- endmacro %}

{% macro postgres__get_catalog(information_schema, schemas) -%}
  {%- set relations = [] -%}
  {%- for schema in schemas -%}
    {%- do relations.append({'schema': schema}) -%}
  {%- endfor -%}
  {{ return(postgres__get_catalog_relations(information_schema, relations)) }}
{%- endmacro %}
