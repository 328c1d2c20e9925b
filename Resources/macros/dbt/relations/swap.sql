{# Gives `intermediate` the target's name, and what bears that name (if anything does) the backup's. One message to the
   server, hence one transaction even where the session commits statement by statement: whoever reads the target
   meanwhile sees the old version or the new one, never none.

   Returns what was moved away, or none. #}
{% macro martlet__swap_relations(intermediate, target, backup) %}
  {%- set replaced = load_cached_relation(target) -%}
  {%- if 'postgres__rename_relation' in context -%}
    {#- the project has a way of renaming of its own -#}
    {%- if replaced is not none -%}
      {%- do adapter.rename_relation(replaced, backup) -%}
    {%- endif -%}
    {%- do adapter.rename_relation(intermediate, target) -%}
    {{ return(replaced) }}
  {%- endif -%}

  {%- call statement('rename_relation') -%}
    {%- if replaced is not none -%}
    alter table {{ replaced.render() }} rename to {{ adapter.quote_as_configured(backup.identifier, 'identifier') }};
    {% endif -%}
    alter table {{ intermediate.render() }} rename to {{ adapter.quote_as_configured(target.identifier, 'identifier') }}
  {%- endcall -%}
  {%- if replaced is not none -%}
    {%- do adapter.cache_renamed(replaced, backup) -%}
  {%- endif -%}
  {%- do adapter.cache_renamed(intermediate, target) -%}
  {{ return(replaced) }}
{% endmacro %}
