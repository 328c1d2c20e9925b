internal import Diagnostics

/// Puts global options that stand before the subcommand behind it, where the parser expects them.
///
/// dbt accepts them on both sides, but not the same one on both.
enum ArgumentOrder {
    /// The global options that take a value.
    private static let valued: Set<String> = [
        "--defer-state", "--state", "--indirect-selection", "--log-file-max-bytes", "--log-format",
        "--log-format-file", "--log-level", "--log-level-file", "--log-path", "--partial-parse-file-path",
        "--printer-width", "--profile", "--profiles-dir", "--project-dir", "-r", "--record-timing-info", "-t",
        "--target", "--target-path", "--threads", "--vars", "--warn-error-options",
    ]

    /// Commands of two words.
    private static let groups: Set<String> = ["docs", "server", "source"]

    /// - Parameter arguments: the words after the executable's name.
    /// - Throws: when an option was given before and after the subcommand.
    static func normalize(_ arguments: [String]) throws(Diagnostic) -> [String] {
        var index = 0
        while index < arguments.count, arguments[index].hasPrefix("-") {
            index += valued.contains(arguments[index]) ? 2 : 1
        }
        guard index > 0, index < arguments.count else { return arguments }
        let isGroup = groups.contains(arguments[index]) && index + 1 < arguments.count
        let end = isGroup && !arguments[index + 1].hasPrefix("-") ? index + 2 : index + 1
        let before = Array(arguments[..<index])
        let after = Array(arguments[end...])
        let names = Set(before.map(optionName))
        if let repeated = after.first(where: { $0.hasPrefix("-") && names.contains(optionName($0)) }) {
            throw Diagnostic(
                .usage,
                "\(optionName(repeated)) was provided both before and after the subcommand, it can only be set either before or after.",
                family: .usage)
        }
        // Options that take several values would swallow what follows, so what came first goes first.
        return arguments[index..<end] + before + after
    }

    /// The option's name without its value and without a `no-`.
    private static func optionName(_ word: String) -> String {
        guard word.hasPrefix("-") else { return "" }
        let name = word.split(separator: "=", maxSplits: 1).first.map(String.init) ?? word
        return name.hasPrefix("--no-") ? "--" + name.dropFirst(5) : name
    }
}

extension Diagnostic.Code {
    /// A command line that cannot be understood.
    static let usage = Self(rawValue: "usage")
}
