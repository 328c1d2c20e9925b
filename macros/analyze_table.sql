{#-
  Refreshes the planner's statistics of the table that a model has just built, before others read it: as a post-hook.
  Of a partitioned table each partition is looked at, so that a smaller sample of each will do.
-#}
{% macro analyze_table() %}
    {%- if config.get('materialized') in ['table', 'incremental'] %}
        {%- if config.get('partition_by') -%}
set local default_statistics_target = 10;
analyze {{ this }};
set local default_statistics_target to default;
        {%- else -%}
analyze {{ this }};
        {%- endif -%}
    {%- endif -%}
{% endmacro %}
