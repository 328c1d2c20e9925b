internal import Diagnostics
internal import Formats

/// Checks the types of the values of a `dbt_project.yml` with the messages of dbt's JSON schema.
///
/// Source: dbt-core 1.11, dbt/contracts/project.py.
struct ProjectCheck {
    let source: SourceText
    let directory: String
    let root: YAMLNode

    private static let pathLists = [
        "source-paths", "model-paths", "macro-paths", "data-paths", "seed-paths", "test-paths", "analysis-paths",
        "docs-paths", "asset-paths", "function-paths", "snapshot-paths", "clean-targets", "on-run-start", "on-run-end",
    ]
    private static let texts = ["target-path", "profile", "log-path", "packages-install-path"]
    private static let trees = [
        "models", "seeds", "snapshots", "analyses", "sources", "tests", "data_tests", "unit_tests", "metrics",
        "semantic-models", "saved-queries", "exposures", "functions", "flags",
    ]
    private static let others = [
        "name", "config-version", "version", "project-root", "quoting", "require-dbt-version", "dispatch", "vars",
        "packages", "query-comment", "restrict-access", "dbt-cloud",
    ]
    private static let reservedNames: Set<String> = [
        "_sql_results", "adapter", "api", "column", "config", "context", "database", "env", "env_var", "exceptions",
        "execute", "flags", "fromjson", "fromyaml", "graph", "invocation_id", "load_agate_table", "load_result", "log",
        "model", "modules", "post_hooks", "pre_hooks", "ref", "render", "return", "run_started_at", "schema", "source",
        "sql", "sql_now", "store_result", "store_raw_result", "target", "this", "tojson", "toyaml",
        "try_or_compiler_error", "var", "write",
    ]

    func check(_ values: DataMapping) throws(Diagnostic) {
        try checkName(values["name"])
        try checkKeys(values)
        for key in Self.pathLists {
            try require(values, key) { $0.isNull || $0.list.map { $0.allSatisfy { $0.string != nil } } ?? false }
        }
        for key in Self.texts { try require(values, key) { $0.isNull || $0.string != nil } }
        for key in Self.trees { try require(values, key, "object") { $0.mapping != nil } }
        try require(values, "version") { $0.isNull || isVersion($0) }
        try require(values, "config-version") { $0.isNull || $0.int != nil }
        try require(values, "require-dbt-version") {
            $0.isNull || $0.string != nil || $0.list.map { $0.allSatisfy { $0.string != nil } } ?? false
        }
        try require(values, "quoting") { $0.isNull || isQuoting($0) }
        try require(values, "dispatch", "array") { $0.list != nil }
        try require(values, "packages", "array") { $0.list != nil }
        try require(values, "restrict-access", "boolean") { $0.bool != nil }
        for key in ["vars", "dbt-cloud"] { try require(values, key) { $0.isNull || $0.mapping != nil } }
        try require(values, "query-comment") { $0.isNull || $0.string != nil || isQueryComment($0) }
        for entry in values["dispatch"]?.list ?? [] {
            let order = entry["search_order"]
            if entry["macro_namespace"] == nil || order?.list == nil {
                throw failure("at path []: Invalid project dispatch config: \(entry.pythonText)", "dispatch")
            }
        }
        if values["tests"]?.isTruthy ?? false, values["data_tests"]?.isTruthy ?? false {
            throw failure(
                "at path []: Invalid project config: cannot have both 'tests' and 'data_tests' defined", "tests")
        }
    }

    private func checkName(_ value: DataValue?) throws(Diagnostic) {
        guard let value else { throw failure("at path []: 'name' is a required property", nil) }
        guard let name = value.string else {
            throw failure("at path ['name']: \(value.pythonRepr) is not of type 'string'", "name")
        }
        let scalars = name.unicodeScalars
        let isWord = scalars.allSatisfy { $0 == "_" || $0.properties.isAlphabetic || $0.properties.numericType != nil }
        guard let first = scalars.first, isWord, first.properties.numericType == nil else {
            throw failure(
                "at path ['name']: \(value.pythonRepr) does not match '^[^\\\\d\\\\W]\\\\w*$'", "name",
                hint: "a project name has letters, digits and underscores only, and no digit first")
        }
        if Self.reservedNames.contains(name) {
            throw failure("at path []: Invalid project name: \(name) is a reserved word", "name")
        }
    }

    private func checkKeys(_ values: DataMapping) throws(Diagnostic) {
        let known = Set(Self.pathLists + Self.texts + Self.trees + Self.others)
        let unknown = values.keys.filter { !known.contains($0) }
        guard let first = unknown.first else { return }
        let names = unknown.map { "'\($0)'" }.joined(separator: ", ")
        throw Diagnostic(
            .projectInvalid,
            "at path []: Additional properties are not allowed (\(names) \(unknown.count == 1 ? "was" : "were") unexpected)\n\nError encountered in \(directory)/dbt_project.yml",
            family: .runtime, at: root.entry(first)?.key.range, in: source,
            hint: Suggestion.hint(for: first, in: known.sorted()))
    }

    /// - Parameter type: what JSON schema calls the only allowed type; nil when several are allowed.
    private func require(
        _ values: DataMapping, _ key: String, _ type: String? = nil, _ isValid: (DataValue) -> Bool
    ) throws(Diagnostic) {
        guard let value = values[key], !isValid(value) else { return }
        let claim = type.map { "is not of type '\($0)'" } ?? "is not valid under any of the given schemas"
        let isList = Self.pathLists.contains(key) && value.string != nil
        throw failure(
            "at path ['\(key)']: \(value.pythonRepr) \(claim)", key,
            hint: isList ? "write a list: `\(key): [\(value.pythonText)]`" : nil)
    }

    private func isVersion(_ value: DataValue) -> Bool {
        switch value {
        case .int, .float: return true
        case .string(let text):
            // Two or three numbers, then whatever a pre-release may hold.
            let parts = text.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count >= 2 else { return false }
            return parts.prefix(2).allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) } }
                && (parts.count == 2 || parts[2].utf8.first.map { (48...57).contains($0) } ?? false)
        default: return false
        }
    }

    private func isQuoting(_ value: DataValue) -> Bool {
        let keys = ["database", "schema", "identifier", "project", "column", "snowflake_ignore_case"]
        return value.mapping.map { $0.allSatisfy { keys.contains($0) && ($1.bool != nil || $1.isNull) } } ?? false
    }

    private func isQueryComment(_ value: DataValue) -> Bool {
        value.mapping.map {
            $0.allSatisfy { key, value in
                key == "comment" ? value.string != nil : (key == "append" || key == "job-label") && value.bool != nil
            }
        } ?? false
    }

    private func failure(_ message: String, _ key: String?, hint: String? = nil) -> Diagnostic {
        Diagnostic(
            .projectInvalid, "\(message)\n\nError encountered in \(directory)/dbt_project.yml", family: .runtime,
            at: (key.flatMap { root[$0] } ?? root).range, in: source, hint: hint)
    }
}
