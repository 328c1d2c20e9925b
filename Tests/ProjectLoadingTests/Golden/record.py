"""Records what dbt-core makes of the projects in this folder: run `dbt parse` in each, then this script in it.

Writes expected.json: the parts of the manifest that loading decides.
"""
import json

KEYS = [
    "config", "unrendered_config", "tags", "meta", "fqn", "raw_code", "alias", "path", "test_metadata", "column_name",
    "file_key_name", "columns", "description", "quoting", "freshness", "loaded_at_field", "loaded_at_query",
    "relation_name", "source_meta", "unrendered_schema", "owner", "version", "latest_version", "deprecation_date",
    "constraints", "identifier", "external", "returns", "arguments", "type", "label", "type_params", "filter",
    "entities", "measures", "dimensions", "defaults", "query_params", "exports", "name", "refs", "sources", "metrics",
]
manifest = json.load(open("target/manifest.json"))
expected = {}
sections = ["nodes", "sources", "exposures", "groups", "functions", "metrics", "semantic_models", "saved_queries"]
for section in sections:
    for unique_id, resource in manifest[section].items():
        expected[unique_id] = {key: resource[key] for key in KEYS if key in resource}
for unique_id, resources in (manifest["disabled"] or {}).items():
    expected[unique_id] = {key: resources[0][key] for key in KEYS if key in resources[0]}
expected = {"dbt_version": manifest["metadata"]["dbt_version"], "resources": expected}
json.dump(expected, open("expected.json", "w"), indent=1, sort_keys=False)
