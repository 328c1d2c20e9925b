internal import Formats

/// The lines that tell how far a run has come: one when a node starts, one when it ends.
extension Event {
    /// Q011
    public static func logStart(description: String, index: Int, total: Int, node: NodeInfo?) -> Event {
        Event(
            "LogStartLine", "Q011", .info, node: node,
            fields: ["description": .string(description), "index": .int(index), "total": .int(total)],
            text: { $0.progress("START \(description)", status: "RUN", index: index, total: total) })
    }

    /// Q012. - Parameter status: `error`, `PARTIAL SUCCESS (1/2)`, or the server's word: `SELECT 3`.
    public static func logModelResult(
        description: String, status: String, index: Int, total: Int, seconds: Double, node: NodeInfo?
    ) -> Event {
        Event(
            "LogModelResult", "Q012", status == "error" ? .error : .info, node: node,
            fields: [
                "description": .string(description), "execution_time": .seconds(seconds), "index": .int(index),
                "status": .string(status), "total": .int(total),
            ],
            text: { style in
                let (head, shown) =
                    status == "error"
                    ? ("ERROR creating", style.red("ERROR"))
                    : status.contains("PARTIAL SUCCESS")
                        ? ("PARTIALLY created", style.yellow(status.uppercased()))
                        : ("OK created", style.green(status))
                return style.progress(
                    "\(head) \(description)", status: shown, index: index, total: total, seconds: seconds)
            })
    }

    /// Q015. - Parameter configuration: the snapshot's strategy, keys and so on.
    public static func logSnapshotResult(
        description: String, status: String, message: String, configuration: [String: String], index: Int, total: Int,
        seconds: Double, node: NodeInfo?
    ) -> Event {
        Event(
            "LogSnapshotResult", "Q015", status == "error" ? .error : .info, node: node,
            fields: [
                "cfg": .mapping(DataMapping(configuration.map { ($0, .string($1)) }, uniquingKeysWith: { $1 })),
                "description": .string(description), "execution_time": .seconds(seconds), "index": .int(index),
                "result_message": .string(message), "status": .string(status), "total": .int(total),
            ],
            text: { style in
                let failed = status == "error"
                return style.progress(
                    "\(failed ? "ERROR snapshotting" : "OK snapshotted") \(description)",
                    status: failed ? style.red("ERROR") : style.green(message), index: index, total: total,
                    seconds: seconds)
            })
    }

    /// Q016
    public static func logSeedResult(
        schema: String, relation: String, status: String, message: String, index: Int, total: Int, seconds: Double,
        node: NodeInfo?
    ) -> Event {
        Event(
            "LogSeedResult", "Q016", status == "error" ? .error : .info, node: node,
            fields: [
                "execution_time": .seconds(seconds), "index": .int(index), "relation": .string(relation),
                "result_message": .string(message), "schema": .string(schema), "status": .string(status),
                "total": .int(total),
            ],
            text: { style in
                let failed = status == "error"
                return style.progress(
                    "\(failed ? "ERROR loading" : "OK loaded") seed file \(schema).\(relation)",
                    status: failed ? style.red("ERROR") : style.green(message), index: index, total: total,
                    seconds: seconds)
            })
    }

    /// Q007, for data and unit tests. - Parameter status: `pass`, `warn`, `fail` or `error`.
    public static func logTestResult(
        name: String, status: String, failures: Int, index: Int, total: Int, seconds: Double, node: NodeInfo?,
        attachedNode: String = ""
    ) -> Event {
        Event(
            "LogTestResult", "Q007", level(ofTest: status), node: node,
            fields: [
                "attached_node": .string(attachedNode), "execution_time": .seconds(seconds), "index": .int(index),
                "name": .string(name), "num_failures": .int(failures), "num_models": .int(total),
                "status": .string(status),
            ],
            text: { style in
                let head: String
                let shown: String
                switch status {
                case "error": (head, shown) = ("ERROR", style.red("ERROR"))
                // Only tests with `on_fail: audit` pass in spite of what they have found.
                case "pass" where failures > 0:
                    (head, shown) = ("AUDIT \(failures)", style.yellow("AUDIT \(failures)"))
                case "pass": (head, shown) = ("PASS", style.green("PASS"))
                case "warn": (head, shown) = ("WARN \(failures)", style.yellow("WARN \(failures)"))
                default: (head, shown) = ("FAIL \(failures)", style.red("FAIL \(failures)"))
                }
                return style.progress("\(head) \(name)", status: shown, index: index, total: total, seconds: seconds)
            })
    }

    private static func level(ofTest status: String) -> Level {
        switch status {
        case "fail", "error", "runtime error": .error
        case "warn": .warn
        default: .info
        }
    }

    /// Q018. - Parameter status: `pass`, `warn`, `error` (stale) or `runtime error`.
    public static func logFreshnessResult(
        source: String, table: String, status: String, index: Int, total: Int, seconds: Double, node: NodeInfo?
    ) -> Event {
        Event(
            "LogFreshnessResult", "Q018", level(ofTest: status), node: node,
            fields: [
                "execution_time": .seconds(seconds), "index": .int(index), "source_name": .string(source),
                "status": .string(status), "table_name": .string(table), "total": .int(total),
            ],
            text: { style in
                let (head, shown) =
                    switch status {
                    case "runtime error": ("ERROR", style.red("ERROR"))
                    case "error": ("ERROR STALE", style.red("ERROR STALE"))
                    case "warn": ("WARN", style.yellow("WARN"))
                    default: ("PASS", style.green("PASS"))
                    }
                return style.progress(
                    "\(head) freshness of \(source).\(table)", status: shown, index: index, total: total,
                    seconds: seconds)
            })
    }

    /// Martlet's own: a source was loaded from files. - Parameter message: what goes into the brackets.
    public static func logLoadResult(
        description: String, status: String, message: String, rows: Int, files: Int, index: Int, total: Int,
        seconds: Double, node: NodeInfo?
    ) -> Event {
        Event(
            "LogLoadResult", "X010", status == "error" ? .error : status == "warn" ? .warn : .info, node: node,
            fields: [
                "description": .string(description), "execution_time": .seconds(seconds), "files": .int(files),
                "index": .int(index), "message": .string(message), "rows": .int(rows), "status": .string(status),
                "total": .int(total),
            ],
            text: { style in
                let (head, shown) =
                    switch status {
                    case "error": ("ERROR", style.red(message.isEmpty ? "ERROR" : "ERROR: \(message)"))
                    case "warn": ("WARN", style.yellow(message))
                    default: ("OK", style.green(message))
                    }
                let done = description.hasPrefix("load ") ? "loaded" + description.dropFirst(4) : description
                return style.progress("\(head) \(done)", status: shown, index: index, total: total, seconds: seconds)
            })
    }

    /// Q047. - Parameter status: `error`, `skipped`, or what goes into the brackets in upper case.
    public static func logFunctionResult(
        description: String, status: String, index: Int, total: Int, seconds: Double, node: NodeInfo?
    ) -> Event {
        Event(
            "LogFunctionResult", "Q047", status == "error" ? .error : .info, node: node,
            fields: [
                "description": .string(description), "execution_time": .seconds(seconds), "index": .int(index),
                "status": .string(status), "total": .int(total),
            ],
            text: { style in
                let (head, shown) = created(status, style, uppercase: true)
                return style.progress(
                    "\(head) \(description)", status: shown, index: index, total: total, seconds: seconds)
            })
    }

    private static func created(_ status: String, _ style: EventStyle, uppercase: Bool) -> (String, String) {
        switch status {
        case "error": ("ERROR creating", style.red("ERROR"))
        case "skipped": ("SKIP", style.yellow("SKIPPED"))
        default: ("OK created", style.green(uppercase ? status.uppercased() : status))
        }
    }

    /// Q045
    public static func logBatchStart(description: String, batch: Int, batches: Int, node: NodeInfo?) -> Event {
        Event(
            "LogStartBatch", "Q045", .info, node: node,
            fields: [
                "batch_index": .int(batch), "description": .string(description), "total_batches": .int(batches),
            ],
            text: { "Batch " + $0.progress("START \(description)", status: "RUN", index: batch, total: batches) })
    }

    /// Q046
    public static func logBatchResult(
        description: String, status: String, batch: Int, batches: Int, seconds: Double, node: NodeInfo?
    ) -> Event {
        Event(
            "LogBatchResult", "Q046", status == "error" ? .error : .info, node: node,
            fields: [
                "batch_index": .int(batch), "description": .string(description), "execution_time": .seconds(seconds),
                "status": .string(status), "total_batches": .int(batches),
            ],
            text: { style in
                let (head, shown) = created(status, style, uppercase: false)
                return "Batch "
                    + style.progress(
                        "\(head) \(description)", status: shown, index: batch, total: batches, seconds: seconds)
            })
    }

    /// Q019: exposures and saved queries, for which there is nothing to do.
    public static func logNoOpResult(
        description: String, index: Int, total: Int, seconds: Double, node: NodeInfo?
    ) -> Event {
        Event(
            "LogNodeNoOpResult", "Q019", .info, node: node,
            fields: [
                "description": .string(description), "execution_time": .seconds(seconds), "index": .int(index),
                "status": "", "total": .int(total),
            ],
            text: {
                $0.progress(
                    "NO-OP \(description)", status: $0.yellow("NO-OP"), index: index, total: total, seconds: seconds)
            })
    }

    /// Q034
    public static func logSkip(
        resourceType: String, schema: String, name: String, index: Int, total: Int, node: NodeInfo?
    ) -> Event {
        Event(
            "SkippingDetails", "Q034", .info, node: node,
            fields: [
                "index": .int(index), "node_name": .string(name), "resource_type": .string(resourceType),
                "schema": .string(schema), "total": .int(total),
            ],
            text: { style in
                let isRelation = ["model", "seed", "snapshot"].contains(resourceType)
                let message = isRelation ? "SKIP relation \(schema).\(name)" : "SKIP \(resourceType) \(name)"
                return style.progress(message, status: style.yellow("SKIP"), index: index, total: total)
            })
    }

    /// Z034: an ephemeral model that this one would have contained is broken.
    public static func logSkipBecauseOfError(
        schema: String, relation: String, status: String, index: Int, total: Int
    ) -> Event {
        Event(
            "LogSkipBecauseError", "Z034", .error,
            fields: [
                "index": .int(index), "relation": .string(relation), "schema": .string(schema),
                "status": .string(status), "total": .int(total),
            ],
            text: {
                $0.progress(
                    "SKIP relation \(schema).\(relation) due to ephemeral model status '\(status)'",
                    status: $0.red("ERROR SKIP"), index: index, total: total)
            })
    }

    /// Q032
    public static func logHookStart(_ statement: String, index: Int, total: Int, node: NodeInfo?) -> Event {
        Event(
            "LogHookStartLine", "Q032", .info, node: node,
            fields: ["index": .int(index), "statement": .string(statement), "total": .int(total)],
            text: {
                $0.progress("START hook: \(statement)", status: "RUN", index: index, total: total, truncates: true)
            })
    }

    /// Q033. - Parameter status: `success`, `skipped` or `error`.
    public static func logHookEnd(
        _ statement: String, status: String, index: Int, total: Int, seconds: Double, node: NodeInfo?
    ) -> Event {
        Event(
            "LogHookEndLine", "Q033", .info, node: node,
            fields: [
                "execution_time": .seconds(seconds), "index": .int(index), "statement": .string(statement),
                "status": .string(status), "total": .int(total),
            ],
            text: { style in
                let (head, shown) =
                    switch status {
                    case "success": ("OK", style.green("OK"))
                    case "skipped": ("SKIP", style.yellow("SKIP"))
                    default: ("ERROR", style.red("ERROR"))
                    }
                return style.progress(
                    "\(head) hook: \(statement)", status: shown, index: index, total: total, seconds: seconds,
                    truncates: true)
            })
    }

    /// Q022
    public static func logCancel(connection: String) -> Event {
        Event(
            "LogCancelLine", "Q022", .error, fields: ["conn_name": .string(connection)],
            text: { $0.progress("CANCEL query \(connection)", status: $0.red("CANCEL"), index: nil, total: nil) })
    }
}
