internal import Adapter
internal import Diagnostics
internal import Formats
internal import ProjectModel

/// Whether a data test passes: its query gives one row with the number of failures and two conditions.
///
/// Source: dbt-core 1.11, test config.
struct TestVerdict {
    private let failures: Int
    private let shouldWarn: Bool
    private let shouldError: Bool
    private let config: NodeConfig

    /// - Throws: when the query gives anything but one row with a whole number and two Booleans.
    init(_ table: Table?, of node: Node) throws(Diagnostic) {
        config = node.config
        guard let table, table.rowCount == 1, table.columnNames.count == 3 else {
            throw Diagnostic(
                .testResult,
                "dbt internally failed to execute \(node.uniqueID): Returned \(table?.rowCount ?? 0) rows, but expected 1 row",
                family: .internal, subject: node.label)
        }
        let row = Array(table.row(0))
        guard let failures = Self.count(row[0]) else {
            throw Diagnostic(
                .testResult,
                "Field \"failures\" of type int in TestResultData has invalid value \(row[0].string ?? "None")",
                family: .runtime, subject: node.label,
                hint: "`fail_calc` must give a whole number that is not null")
        }
        self.failures = failures
        shouldWarn = Self.flag(row[1])
        shouldError = Self.flag(row[2])
    }

    /// The whole part of a number, as dbt takes it.
    private static func count(_ cell: Cell) -> Int? {
        guard case .number(let text) = cell else { return cell.int }
        return Int(text.prefix { $0 != "." }) ?? Double(text).flatMap { Int(exactly: $0.rounded(.towardZero)) }
    }

    private static func flag(_ cell: Cell) -> Bool {
        switch cell {
        case .bool(let flag): flag
        case .int(let number): number != 0
        default: ["true", "t", "yes", "on", "1"].contains(cell.string?.lowercased() ?? "")
        }
    }

    /// - Parameter failsOnWarnings: whether the user wants tests that warn to fail.
    func apply(to result: inout NodeResult, failsOnWarnings: Bool = false) {
        guard let verdict else {
            result.status = .pass
            result.message = nil
            result.failures = 0
            return
        }
        result.failures = failures
        if verdict == .recorded {
            result.status = .pass
            result.message = "\(failures) row\(failures == 1 ? "" : "s") recorded (on_fail: audit)"
            return
        }
        let fails = verdict == .fails || failsOnWarnings
        result.status = fails ? .fail : .warn
        let condition = isError || verdict == .fails ? config.errorIf : config.warnIf
        let reason = config.onFail.map { " (on_fail: \($0.rawValue))" } ?? ""
        result.message =
            "Got \(failures) result\(failures == 1 ? "" : "s"), configured to \(fails ? "fail" : "warn") "
            + "if \(condition)\(reason)"
    }

    private enum Outcome { case fails, warns, recorded }

    /// Whether dbt's verdict is that the test fails.
    private var isError: Bool { config.severity.uppercased() == "ERROR" && shouldError }

    /// What dbt's verdict becomes by `on_fail`; nil when the test passes.
    ///
    /// `on_fail` replaces the severity, not the thresholds: what has not reached `error_if` fails nothing.
    private var verdict: Outcome? {
        guard isError || shouldWarn else { return nil }
        switch config.onFail {
        case .audit: return .recorded
        case .warn: return .warns
        case .failRun, .failNode: return shouldError ? .fails : .warns
        case nil: return isError ? .fails : .warns
        }
    }
}

extension Diagnostic.Code {
    /// A test whose query does not give what a verdict needs.
    static let testResult = Self(rawValue: "test-result")
}
