{{ config(pre_hook=after_commit("x"), on_schema_change='sync', schema=none, full_refresh=true, column_types={'a':'b'}, contract={'enforced': false}, freshness={'build_after': {'count': 1, 'period': 'day'}}, snapshot_meta_column_names={'a':1}) }}
select 2 as id
