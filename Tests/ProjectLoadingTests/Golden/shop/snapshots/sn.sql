{% snapshot sn %}{{ config(strategy='check', check_cols='all', snapshot_meta_column_names={'dbt_valid_from':'vf'}) }} select 1 as id {% endsnapshot %}
