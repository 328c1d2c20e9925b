internal import Diagnostics
internal import Formats

/// The options of an earlier command, as `args` of run_results.json keeps them, as words of a command line.
///
/// Source: dbt-core 1.11, `RetryTask` and `command_params`.
struct RecordedOptions {
    private enum Kind {
        /// `--name` or `--no-name`.
        case flag
        /// `--name` when it is on.
        case onlyOn
        case value
        /// One or more values.
        case list
    }

    private static let global: KeyValuePairs<String, Kind> = [
        "cache_selected_only": .flag, "defer": .flag, "favor_state": .flag, "fail_fast": .flag,
        "partial_parse": .flag, "populate_cache": .flag, "print": .flag, "static_parser": .flag,
        "version_check": .flag, "write_json": .flag, "state": .value, "indirect_selection": .value,
        "profile": .value, "target": .value, "threads": .value, "vars": .value, "warn_error_options": .value,
    ]
    private static let selection: KeyValuePairs<String, Kind> = [
        "select": .list, "exclude": .list, "selector": .value,
    ]
    private static let types: KeyValuePairs<String, Kind> = ["resource_types": .list, "exclude_resource_types": .list]
    private static let building: KeyValuePairs<String, Kind> = [
        "full_refresh": .onlyOn, "empty": .flag, "event_time_start": .value, "event_time_end": .value,
        "sample": .value,
    ]
    private static let loading: KeyValuePairs<String, Kind> = ["load_sources": .onlyOn]
    private static let lineage: KeyValuePairs<String, Kind> = ["openlineage": .value]
    private static let compiling: KeyValuePairs<String, Kind> = [
        "full_refresh": .onlyOn, "empty": .flag, "introspect": .flag, "output": .value, "inline": .value,
    ]

    /// The options that a command has besides the global ones; nil for a command that cannot be repeated.
    private static func options(of command: String) -> [KeyValuePairs<String, Kind>]? {
        switch command {
        case "build": [selection, types, building, loading, lineage, ["store_failures": .onlyOn]]
        case "run": [selection, building, loading, lineage]
        case "seed": [selection, lineage, ["full_refresh": .onlyOn]]
        case "snapshot": [selection, lineage, ["empty": .flag]]
        case "test": [selection, types, lineage, ["store_failures": .onlyOn]]
        case "compile": [selection, compiling]
        case "clone": [selection, types, ["full_refresh": .onlyOn]]
        case "generate": [selection, ["compile": .flag, "empty_catalog": .flag, "static": .onlyOn]]
        case "run-operation": [["args": .value]]
        default: nil
        }
    }

    /// The command's name and its options.
    let words: [String]

    /// - Parameter arguments: by dbt's names; `which` is the command.
    /// - Throws: when the command is none that can be repeated.
    init(_ arguments: DataMapping) throws(Diagnostic) {
        let command = arguments["which"]?.string ?? ""
        guard let own = Self.options(of: command) else { throw Self.unknownCommand(command) }
        var words = command == "generate" ? ["docs", "generate"] : [command]
        if command == "run-operation", let macro = arguments["macro"]?.string { words.append(macro) }
        for (name, kind) in Array(own.joined()) + Self.global {
            guard let value = arguments[name], !value.isNull else { continue }
            words += Self.words(name, kind, value)
        }
        self.words = words
    }

    static func unknownCommand(_ name: String) -> Diagnostic {
        Diagnostic(.retryImpossible, "The previous command, '\(name)', cannot be retried", family: .runtime)
    }

    private static func words(_ name: String, _ kind: Kind, _ value: DataValue) -> [String] {
        let option = name.replacing("_", with: "-")
        switch kind {
        case .flag: return value.bool.map { [$0 ? "--\(option)" : "--no-\(option)"] } ?? []
        case .onlyOn: return value.bool == true ? ["--\(option)"] : []
        case .value: return isEmpty(value) ? [] : ["--\(option)=\(value.string ?? JSON.text(value))"]
        case .list:
            let items = value.list?.compactMap(\.string) ?? []
            return items.isEmpty ? [] : ["--\(option)"] + items
        }
    }

    /// Whether a mapping says nothing, such as that of `--warn-error-options` when it was not given.
    private static func isEmpty(_ value: DataValue) -> Bool {
        value.mapping?.values.allSatisfy { $0.list?.isEmpty == true } ?? false
    }
}
