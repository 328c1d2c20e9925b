{# Indexes have names of their own in a schema: each new one gets a name that none had before, since the index of the table
   being replaced still exists. #}
{% macro postgres__get_create_index_sql(relation, index_dict) -%}
  {%- set index = adapter.parse_index(index_dict) -%}
  {#- a configured name must not be taken by another table's index without a word -#}
  {%- set name = (index.name if relation.identifier == this.identifier else index.temporary_name) or index.render(relation) -%}
  create {{ 'unique ' if index.unique }}index {{ 'if not exists ' if not index.name }}{{ adapter.quote(name) }}
  on {{ relation }} {{ 'using ' ~ index.type if index.type }} ({{ index.keys | join(', ') }})
  {{- ' include (' ~ index.include | join(', ') ~ ')' if index.include }}
  {{- ' where ' ~ index.where if index.where }}
{%- endmacro %}

{% macro postgres__get_drop_index_sql(relation, index_name) -%}
  drop index if exists "{{ relation.schema }}"."{{ index_name }}"
{%- endmacro %}

{% macro postgres__get_show_indexes_sql(relation) %}
    select
        index_relations.relname as name,
        methods.amname as method,
        indexes.indisunique as "unique",
        string_agg(columns.attname, ',') as column_names
    from pg_namespace as namespaces
    join pg_class as tables on tables.relnamespace = namespaces.oid and tables.relkind in ('r', 'm')
    join pg_index as indexes on indexes.indrelid = tables.oid
    join pg_class as index_relations on index_relations.oid = indexes.indexrelid
    join pg_am as methods on methods.oid = index_relations.relam
    join pg_attribute as columns on columns.attrelid = tables.oid and columns.attnum = any((indexes.indkey::int2[])[0:indexes.indnkeyatts - 1])
    where namespaces.nspname = '{{ relation.schema }}'
      and tables.relname = '{{ relation.identifier }}'
    group by 1, 2, 3
    order by 1, 2, 3
{% endmacro %}
