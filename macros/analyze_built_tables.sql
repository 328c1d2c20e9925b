{#- Refreshes the planner's statistics of the tables that this run has built; the argument is `results` of on-run-end. -#}
{% macro analyze_built_tables(results) %}
    {%- for result in results -%}
        {%- if result.status == 'success' and result.node.config.materialized in ['table', 'incremental'] %}
analyze {{ result.node.relation_name }};
        {%- endif -%}
    {%- endfor -%}
{% endmacro %}
