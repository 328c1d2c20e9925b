{#-
  Refreshes the planner's statistics of the tables that this run has built; the argument is `results` of on-run-end.
  Of a partitioned table each partition is looked at, so that a smaller sample of each will do.
-#}
{% macro analyze_built_tables(results) %}
    {%- for result in results -%}
        {%- if result.status == 'success' and result.node.config.materialized in ['table', 'incremental'] %}
            {%- if result.node.config.get('partition_by') %}
set default_statistics_target = 10;
analyze {{ result.node.relation_name }};
reset default_statistics_target;
            {%- else %}
analyze {{ result.node.relation_name }};
            {%- endif -%}
        {%- endif -%}
    {%- endfor -%}
{% endmacro %}
