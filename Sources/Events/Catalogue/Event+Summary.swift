internal import Formats
public import Platform

/// The block at the end of a run, and the end of a command.
extension Event {
    /// E047. - Parameters:
    ///   - statLine: `2 project hooks, 1 table model`.
    ///   - execution: ` in 0 hours 0 minutes and 0.37 seconds`, made from `seconds`.
    public static func finishedRunning(statLine: String, seconds: Double) -> Event {
        let whole = Int(seconds)
        let rest = fixed(seconds - Double(whole - whole % 60), 2)
        let execution = " in \(whole / 3_600) hours \(whole / 60 % 60) minutes and \(rest) seconds"
        return Event(
            "FinishedRunningStats", "E047", .info,
            fields: [
                "execution": .string(execution), "execution_time": .seconds(seconds), "stat_line": .string(statLine),
            ],
            text: { _ in "Finished running \(statLine)\(execution) (\(fixed(seconds, 2))s)." })
    }

    /// Z030
    public static func endOfRunSummary(
        errors: Int, warnings: Int, partialSuccesses: Int = 0, wasInterrupted: Bool = false
    ) -> Event {
        Event(
            "EndOfRunSummary", "Z030", .info,
            fields: [
                "keyboard_interrupt": .bool(wasInterrupted), "num_errors": .int(errors),
                "num_partial_success": .int(partialSuccesses), "num_warnings": .int(warnings),
            ],
            text: { style in
                let partial = counted(partialSuccesses, "partial success", plural: "partial successes")
                let warned = counted(warnings, "warning")
                if wasInterrupted { return style.yellow("Exited because of keyboard interrupt") }
                if errors > 0 {
                    return style.red("Completed with \(counted(errors, "error")), \(partial), and \(warned):")
                }
                if partialSuccesses > 0 { return style.yellow("Completed with \(partial) and \(warned)") }
                return warnings > 0
                    ? style.yellow("Completed with \(warned):") : style.green("Completed successfully")
            })
    }

    /// Z022
    public static func runResultFailure(resourceType: String, name: String, path: String, node: NodeInfo?) -> Event {
        Event(
            "RunResultFailure", "Z022", .error, node: node, fields: place(resourceType, name, path),
            text: { $0.red("Failure in \(resourceType) \(name) (\(path))") })
    }

    /// Z021
    public static func runResultWarning(resourceType: String, name: String, path: String, node: NodeInfo?) -> Event {
        Event(
            "RunResultWarning", "Z021", .warn, node: node, fields: place(resourceType, name, path),
            text: { $0.yellow("Warning in \(resourceType) \(name) (\(path))") })
    }

    private static func place(_ resourceType: String, _ name: String, _ path: String) -> Fields {
        ["node_name": .string(name), "path": .string(path), "resource_type": .string(resourceType)]
    }

    /// Z024
    public static func runResultError(_ message: String, node: NodeInfo?) -> Event {
        Event(
            "RunResultError", "Z024", .error, node: node, fields: ["msg": .string(message)],
            text: { _ in "  \(message)" })
    }

    /// Z024, of a step that was skipped: its reason, for the debug log.
    public static func runResultSkip(_ message: String, node: NodeInfo?) -> Event {
        Event(
            "RunResultError", "Z024", .debug, node: node, fields: ["msg": .string(message)],
            text: { _ in "  \(message)" })
    }

    /// Z025
    public static func runResultErrorWithoutMessage(status: String, node: NodeInfo?) -> Event {
        Event(
            "RunResultErrorNoMessage", "Z025", .error, node: node, fields: ["status": .string(status)],
            text: { _ in "  Status: \(status)" })
    }

    /// Z046
    public static func runResultWarningMessage(_ message: String, node: NodeInfo?) -> Event {
        Event(
            "RunResultWarningMessage", "Z046", .warn, node: node, fields: ["msg": .string(message)],
            text: { _ in message })
    }

    /// Z026
    public static func sqlCompiledPath(_ path: String, node: NodeInfo?) -> Event {
        Event(
            "SQLCompiledPath", "Z026", .info, node: node, fields: ["path": .string(path)],
            text: { _ in "  compiled code at \(path)" })
    }

    /// Z027
    public static func storedFailures(relation: String, node: NodeInfo?) -> Event {
        Event(
            "CheckNodeTestFailure", "Z027", .info, node: node, fields: ["relation_name": .string(relation)],
            text: { _ in
                let query = "select * from \(relation)"
                let border = String(repeating: "-", count: query.unicodeScalars.count)
                return "  See test failures:\n  \(border)\n  \(query)\n  \(border)"
            })
    }

    /// Z023
    public static func stats(pass: Int, warn: Int, error: Int, skip: Int, noOp: Int, total: Int) -> Event {
        Event(
            "StatsLine", "Z023", .info,
            fields: [
                "stats": .object([
                    "error": .int(error), "noop": .int(noOp), "pass": .int(pass), "skip": .int(skip),
                    "total": .int(total), "warn": .int(warn),
                ])
            ],
            text: { _ in
                "Done. PASS=\(pass) WARN=\(warn) ERROR=\(error) SKIP=\(skip) NO-OP=\(noOp) TOTAL=\(total)"
            })
    }

    /// Q037
    public static func endRunResult(
        _ results: [NodeResult], elapsed: Double, generatedAt: String, success: Bool
    ) -> Event {
        Event(
            "EndRunResult", "Q037", .debug,
            fields: [
                "elapsed_time": .seconds(elapsed), "generated_at": .string(generatedAt),
                "results": .list(results.map(\.data)),
                "success": .bool(success),
            ],
            text: { _ in "Command end result" })
    }

    /// Q039. - Parameter command: with its program: `dbt build`.
    public static func commandCompleted(_ command: String, success: Bool, at time: Timestamp, elapsed: Double) -> Event
    {
        Event(
            "CommandCompleted", "Q039", .debug,
            fields: [
                "command": .string(command), "completed_at": .string(time.iso), "elapsed": .seconds(elapsed),
                "success": .bool(success),
            ],
            text: { _ in
                "Command `\(command)` \(success ? "succeeded" : "failed") at \(time.timeWithMicroseconds) after "
                    + "\(fixed(elapsed, 2)) seconds"
            })
    }

    /// Z051
    public static func resourceReport(
        command: String, success: Bool, elapsed: Double, usage: Host.Usage
    ) -> Event {
        let fields: Fields = [
            "command_name": .string(command), "command_success": .bool(success),
            "command_wall_clock_time": .seconds(elapsed), "process_in_blocks": .string(String(usage.blocksRead)),
            "process_kernel_time": .seconds(usage.systemSeconds),
            "process_mem_max_rss": .string(String(usage.maxResidentKiB)),
            "process_out_blocks": .string(String(usage.blocksWritten)),
            "process_user_time": .seconds(usage.userSeconds),
        ]
        let json = JSON.text(.object(fields), sortKeys: true)
        return Event("ResourceReport", "Z051", .debug, fields: fields, text: { _ in "Resource report: \(json)" })
    }

    /// Z033
    public static func markSkippedChildren(of uniqueID: String, _ result: NodeResult) -> Event {
        Event(
            "MarkSkippedChildren", "Z033", .debug,
            fields: [
                "run_result": result.data, "status": .string(result.status), "unique_id": .string(uniqueID),
            ],
            text: { _ in
                "Marking all children of '\(uniqueID)' to be skipped because of status '\(result.status)'. "
                    + (result.message.isEmpty ? "" : " Reason: \(result.message).")
            })
    }

    /// Z002. - Parameter text: the error as `Diagnostic.dbtText` gives it.
    public static func mainEncounteredError(_ text: String) -> Event {
        Event(
            "MainEncounteredError", "Z002", .error, fields: ["exc": .string(text)],
            text: { _ in "Encountered an error:\n\(text)" })
    }

    /// Q003, the last line of `source freshness`.
    public static var freshnessCheckComplete: Event {
        Event("FreshnessCheckComplete", "Q003", .info, text: { _ in "Done." })
    }
}
