import DocsSite
import Formats

/// A small project as artifacts: a source, two models, two tests, a macro, an exposure with a chart, a failed run.
enum SampleProject {
    static func artifacts(description: String = "One row an **order**.") throws -> SiteArtifacts {
        var manifest = try JSON.parse(manifestText)
        if var nodes = manifest["nodes"]?.mapping, var orders = nodes["model.shop.orders"]?.mapping,
            var top = manifest.mapping
        {
            orders["description"] = .string(description)
            nodes["model.shop.orders"] = .mapping(orders)
            top["nodes"] = .mapping(nodes)
            manifest = .mapping(top)
        }
        let quality = QualityHistory.document(
            .rows(columns: qualityColumns, qualityRows),
            .rows(
                columns: ["test_id", "started", "sample"],
                [
                    [
                        "test.shop.unique_orders_order_id.fed7", "2026-11-21T03:38:30Z",
                        #"[{"n": 2, "bird": "dunnock-4"}]"#,
                    ]
                ])
        )
        return SiteArtifacts(
            manifest: manifest, catalog: try JSON.parse(catalogText), runResults: try JSON.parse(runResultsText),
            charts: try JSON.parse(chartsText), columnLineage: try JSON.parse(columnLineageText),
            failingRows: try JSON.parse(failingRowsText), quality: quality)
    }

    static let qualityColumns = [
        "run_id", "started", "command", "test_id", "test_name", "test_type", "check_name", "node_id", "relation",
        "column_name", "severity", "on_fail", "consequence", "failures", "message",
    ]

    /// The latest run first, as the query gives them.
    static let qualityRows: [[DataValue]] = [
        [
            "run-3", "2026-11-21T04:38:30Z", "build", "test.shop.no_loss", "no_loss", "singular", "no_loss",
            "model.shop.orders, model.shop.stg_orders", "dev.orders, dev.stg_orders", .null, "error", "audit",
            "skipped", .null, "Skipping",
        ],
        [
            "run-2", "2026-11-21T03:38:30Z", "build", "test.shop.no_loss", "no_loss", "singular", "no_loss",
            "model.shop.orders, model.shop.stg_orders", "dev.orders, dev.stg_orders", .null, "error", "audit",
            "recorded", 3, "3 rows recorded (on_fail: audit)",
        ],
        [
            "run-2", "2026-11-21T03:38:30Z", "build", "test.shop.unique_orders_order_id.fed7",
            "unique_orders_order_id", "generic", "unique", "model.shop.orders", "dev.orders", "order_id", "error",
            "fail_run", "failed_run", 7, "Got 7 results, configured to fail if != 0 (on_fail: fail_run)",
        ],
        [
            "run-1", "2026-11-20T03:38:30Z", "test", "test.shop.unique_orders_order_id.fed7",
            "unique_orders_order_id", "generic", "unique", "model.shop.orders", "dev.orders", "order_id", "error",
            .null, "passed", 0, .null,
        ],
    ]

    static let manifestText = #"""
        {"metadata": {"project_name": "shop", "dbt_version": "1.11.16", "adapter_type": "postgres",
          "generated_at": "2026-11-21T03:38:26.293512Z"},
         "nodes": {
          "model.shop.stg_orders": {"name": "stg_orders", "resource_type": "model", "package_name": "shop",
            "original_file_path": "models/staging/stg_orders.sql", "unique_id": "model.shop.stg_orders",
            "database": "db", "schema": "dev", "alias": "stg_orders", "relation_name": "\"db\".\"dev\".\"stg_orders\"",
            "tags": ["daily"], "description": "", "columns": {}, "config": {"materialized": "view"},
            "raw_code": "select id as order_id from {{ source('raw', 'orders') }}",
            "depends_on": {"macros": [], "nodes": ["source.shop.raw.orders"]}},
          "model.shop.orders": {"name": "orders", "resource_type": "model", "package_name": "shop",
            "original_file_path": "models/marts/orders.sql", "unique_id": "model.shop.orders",
            "database": "db", "schema": "dev", "alias": "orders", "relation_name": "\"db\".\"dev\".\"orders\"",
            "tags": ["daily", "mart"], "description": "", "group": "finance",
            "columns": {"order_id": {"name": "order_id", "description": "the key"},
                        "vanished": {"name": "vanished", "description": ""}},
            "config": {"materialized": "table"}, "meta": {"owner": "Ann"},
            "raw_code": "select order_id, {{ cents('total') }} from {{ ref('stg_orders') }}\nwhere flamingo = 1",
            "compiled_code": "select order_id, total / 100 from \"db\".\"dev\".\"stg_orders\"\nwhere flamingo = 1",
            "depends_on": {"macros": ["macro.shop.cents"], "nodes": ["model.shop.stg_orders"]}},
          "test.shop.unique_orders_order_id.fed7": {"name": "unique_orders_order_id", "resource_type": "test",
            "package_name": "shop", "original_file_path": "models/schema.yml",
            "attached_node": "model.shop.orders", "column_name": "order_id", "config": {"severity": "ERROR"},
            "test_metadata": {"name": "unique", "kwargs": {"column_name": "order_id", "model": "{{ x }}"}},
            "depends_on": {"macros": [], "nodes": ["model.shop.orders"]}},
          "test.shop.no_loss": {"name": "no_loss", "resource_type": "test", "package_name": "shop",
            "original_file_path": "tests/no_loss.sql", "raw_code": "select 1", "config": {},
            "depends_on": {"macros": [], "nodes": ["model.shop.orders", "model.shop.stg_orders"]}}},
         "sources": {"source.shop.raw.orders": {"name": "orders", "source_name": "raw", "resource_type": "source",
            "package_name": "shop", "original_file_path": "models/sources.yml", "database": "db", "schema": "raw",
            "identifier": "orders", "relation_name": "\"db\".\"raw\".\"orders\"", "description": "", "columns": {},
            "tags": [], "config": {}}},
         "exposures": {"exposure.shop.board": {"name": "board", "label": "The board", "resource_type": "exposure",
            "package_name": "shop", "original_file_path": "models/exposures.yml", "type": "dashboard",
            "description": "", "tags": [], "config": {}, "owner": {"name": "Ann"},
            "depends_on": {"macros": [], "nodes": ["model.shop.orders"]}}},
         "macros": {"macro.shop.cents": {"name": "cents", "package_name": "shop", "original_file_path": "macros/cents.sql",
            "macro_sql": "{% macro cents(column) %}{{ column }} / 100{% endmacro %}", "description": "",
            "depends_on": {"macros": []}, "arguments": []}},
         "groups": {"group.shop.finance": {"name": "finance", "owner": {"name": "Finance"}}},
         "docs": {"doc.shop.__overview__": {"name": "__overview__", "package_name": "shop",
            "block_contents": "# Welcome\nto the shop"}},
         "metrics": {}, "semantic_models": {}, "saved_queries": {}, "unit_tests": {}, "functions": {}}
        """#

    static let catalogText = #"""
        {"metadata": {"generated_at": "2026-11-21T03:40:00Z"}, "sources": {}, "errors": null,
         "nodes": {"model.shop.orders": {"metadata": {"type": "BASE TABLE", "owner": "app", "comment": null},
           "columns": {"total": {"type": "numeric", "index": 2, "name": "total", "comment": null},
                       "order_id": {"type": "integer", "index": 1, "name": "order_id", "comment": null}},
           "stats": {"row_count": {"id": "row_count", "label": "Rows", "value": 12345, "include": true},
                     "has_stats": {"id": "has_stats", "label": "Has Stats?", "value": true, "include": false}}}}}
        """#

    static let runResultsText = #"""
        {"metadata": {"generated_at": "2026-11-21T03:39:00Z"}, "elapsed_time": 1.5,
         "args": {"which": "build", "invocation_command": "martlet build"},
         "results": [
          {"unique_id": "model.shop.orders", "status": "success", "thread_id": "Thread-1 (worker)",
           "execution_time": 0.5, "message": "SELECT 3", "failures": null, "adapter_response": {"rows_affected": 3},
           "timing": [{"name": "compile", "started_at": "2026-11-21T03:38:34.3Z", "completed_at": "2026-11-21T03:38:34.4Z"},
                      {"name": "execute", "started_at": "2026-11-21T03:38:34.4Z", "completed_at": "2026-11-21T03:38:34.9Z"}]},
          {"unique_id": "test.shop.unique_orders_order_id.fed7", "status": "fail", "thread_id": "Thread-2 (worker)",
           "execution_time": 0.1, "message": "Got 7 results, configured to fail if != 0", "failures": 7,
           "compiled_code": "select 1 as flamingo_test", "adapter_response": {},
           "timing": [{"name": "execute", "started_at": "2026-11-21T03:38:34.9Z", "completed_at": "2026-11-21T03:38:35Z"}]}]}
        """#

    static let chartsText = #"""
        {"exposure.shop.board": [
          {"kind": "big_number", "title": "Orders", "columns": ["orders"], "rows": [[1234]]},
          {"kind": "line", "title": "A day", "columns": ["day", "orders"], "rows": [["2026-01-01", 3], ["2026-01-02", 5]]},
          {"kind": "bar", "title": "By tier", "columns": ["tier", "value"], "rows": [["Gold", 3], ["Iron", 1]]},
          {"kind": "heat_map", "title": "By hour", "columns": ["hour", "day", "n"], "rows": [[1, "Mon", 3], [2, "Tue", 1]]},
          {"kind": "scatter", "title": "Spread", "columns": ["x", "y"], "rows": [[1, 2], [3, 4]]},
          {"kind": "table", "title": "Best", "columns": ["name", "n"], "rows": [["Ann", 3]]}]}
        """#

    static let failingRowsText = #"""
        {"test.shop.unique_orders_order_id.fed7": {"columns": ["unique_field", "n_records"], "rows": [["heron-17", 2]]}}
        """#

    static let columnLineageText = #"""
        [{"from": "model.shop.stg_orders", "from_column": "order_id", "to": "model.shop.orders",
          "to_column": "order_id", "kind": "copy"}]
        """#
}
