internal import Formats
internal import Platform

/// What a command tells before its nodes run.
extension Event {
    /// A001. - Parameter version: with the equals sign that dbt puts before it: `=1.11.16`.
    public static func mainReportVersion(_ version: String) -> Event {
        Event(
            "MainReportVersion", "A001", .info, fields: ["log_version": .int(3), "version": .string(version)],
            text: { _ in "Running with dbt\(version)" })
    }

    /// A002. - Parameter arguments: as Python writes their values (`True`, `None`, `[]`).
    public static func mainReportArguments(_ arguments: [(name: String, value: String)]) -> Event {
        let pairs = arguments
        return Event(
            "MainReportArgs", "A002", .debug,
            fields: [
                "args": .mapping(DataMapping(pairs.map { ($0.name, .string($0.value)) }, uniquingKeysWith: { $1 }))
            ],
            text: { _ in
                "running dbt with arguments {\(pairs.map { "'\($0.name)': '\($0.value)'" }.joined(separator: ", "))}"
            })
    }

    /// A005
    public static func missingProfileTarget(profile: String, target: String) -> Event {
        Event(
            "MissingProfileTarget", "A005", .info,
            fields: ["profile_name": .string(profile), "target_name": .string(target)],
            text: { _ in "target not specified in profile '\(profile)', using '\(target)'" })
    }

    /// E034
    public static func adapterRegistered(name: String, version: String) -> Event {
        Event(
            "AdapterRegistered", "E034", .info,
            fields: ["adapter_name": .string(name), "adapter_version": .string(version)],
            text: { _ in "Registered adapter: \(name)\(version)" })
    }

    /// I024
    public static func unableToPartialParse(reason: String) -> Event {
        Event(
            "UnableToPartialParse", "I024", .info, fields: ["reason": .string(reason)],
            text: { _ in "Unable to do partial parsing because \(reason)" })
    }

    /// I040
    public static func partialParsingEnabled(deleted: Int, added: Int, changed: Int) -> Event {
        Event(
            "PartialParsingEnabled", "I040", .debug,
            fields: ["added": .int(added), "changed": .int(changed), "deleted": .int(deleted)],
            text: { _ in
                "Partial parsing enabled: \(deleted) files deleted, \(added) files added, \(changed) files changed."
            })
    }

    /// I017
    public static var partialParsingSkipsParsing: Event {
        Event(
            "PartialParsingSkipParsing", "I017", .debug,
            text: { _ in "Partial parsing enabled, no changes found, skipping parsing" })
    }

    /// I028
    public static var partialParsingNotEnabled: Event {
        Event("PartialParsingNotEnabled", "I028", .debug, text: { _ in "Partial parsing not enabled" })
    }

    /// I010
    public static func parsePerformanceInfo(path: String) -> Event {
        Event(
            "ParsePerfInfoPath", "I010", .info, fields: ["path": .string(path)],
            text: { _ in "Performance info: \(path)" })
    }

    /// W006. - Parameter statLine: `5 models, 1 seed, 477 macros`.
    public static func foundStats(_ statLine: String) -> Event {
        Event(
            "FoundStats", "W006", .info, fields: ["stat_line": .string(statLine)], text: { _ in "Found \(statLine)" })
    }

    /// Q027
    public static func concurrency(threads: Int, target: String, nodeCount: Int) -> Event {
        Event(
            "ConcurrencyLine", "Q027", .info,
            fields: [
                "node_count": .int(nodeCount), "num_threads": .int(threads), "target_name": .string(target),
            ],
            text: { _ in "Concurrency: \(threads) threads (target='\(target)')" })
    }

    /// Q023
    public static func defaultSelector(_ name: String) -> Event {
        Event(
            "DefaultSelector", "Q023", .info, fields: ["name": .string(name)],
            text: { _ in "Using default selector \(name)" })
    }

    /// Q035
    public static var nothingToDo: Event {
        Event(
            "NothingToDo", "Q035", .warn,
            text: { _ in "Nothing to do. Try checking your model configs and model specification args" })
    }

    /// Q038
    public static var noNodesSelected: Event {
        Event("NoNodesSelected", "Q038", .warn, text: { _ in "No nodes selected!" })
    }
}
