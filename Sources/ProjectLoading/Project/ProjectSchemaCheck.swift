internal import Diagnostics
internal import Formats

/// What dbt's schema of dbt_project.yml deprecates: unknown keys, and configurations without `+`.
///
/// dbt looks for them for adapters other than PostgreSQL's, and where it has loaded none. It takes keys of one mapping in
/// random order; here the order is that of the file.
/// Source: dbt-core 1.11, dbt/jsonschemas/jsonschemas.py and the schema 0.0.110.
struct ProjectSchemaCheck {
    let source: SourceText
    /// The file as dbt's messages name it.
    let path: String
    let root: YAMLNode

    var warnings: [Diagnostic] {
        let entries = root.entries ?? []
        let sections = entries.sorted { $0.name < $1.name }.flatMap { entry in
            entry.name == "dispatch" ? dispatch(entry.value) : section(entry)
        }
        let unknown = entries.filter { !Self.knownKeys.contains($0.name) }
        return sections + unknown.map { warning(.deprecatedTopLevelKey, "Unexpected top-level key \($0.name) in", $0) }
    }

    private func warning(_ code: Diagnostic.Code, _ text: String, _ entry: YAMLEntry, _ rest: String = "") -> Diagnostic
    {
        Diagnostic(
            code, "\(text) file `\(path)`\(rest)", severity: .warning, at: entry.key.range, in: source)
    }

    private func dispatch(_ value: YAMLNode) -> [Diagnostic] {
        (value.items ?? []).enumerated().flatMap { index, item in
            (item.entries ?? []).filter { $0.name != "macro_namespace" && $0.name != "search_order" }.map { entry in
                warning(
                    .deprecatedCustomKey, "Custom key `\(entry.name)` found at `dispatch[\(index)]` in", entry,
                    ". This may mean the key is a typo, or is simply not a key supported by the object.")
            }
        }
    }

    // MARK: Configurations

    private func section(_ entry: YAMLEntry) -> [Diagnostic] {
        guard let keys = ConfigTreeKeys.keys(of: entry.name), let entries = entry.value.entries else { return [] }
        return entries.flatMap { check($0, below: [], keys) }
    }

    /// - Parameter path: the keys above the entry, from the section on.
    private func check(_ entry: YAMLEntry, below path: [String], _ keys: Set<String>) -> [Diagnostic] {
        let path = path + [entry.name]
        if entry.name.hasPrefix("+"), keys.contains(String(entry.name.dropFirst())) {
            guard ConfigTreeKeys.textMappings.contains(String(entry.name.dropFirst())) else { return [] }
            return (entry.value.entries ?? []).filter { !$0.value.isText }.map { custom($0, path + [$0.name]) }
        }
        if let entries = entry.value.entries { return entries.flatMap { check($0, below: path, keys) } }
        guard entry.key.isText else { return [] }
        guard keys.contains(entry.name) else { return [custom(entry, path)] }
        return [
            warning(
                .deprecatedMissingPlus,
                "Missing '+' prefix on `\(entry.name)` found at `\(path.joined(separator: "."))` in", entry,
                ". Hierarchical config values without a '+' prefix are deprecated in dbt_project.yml.")
        ]
    }

    private func custom(_ entry: YAMLEntry, _ path: [String]) -> Diagnostic {
        warning(
            .deprecatedCustomConfigKey,
            "Custom key `\(entry.name)` found in `config` at path `\(path.joined(separator: "."))` in", entry,
            ". Custom config keys should move into the `config.meta`.")
    }

    private static let knownKeys: Set = [
        "analyses", "analysis-paths", "asset-paths", "clean-targets", "config-version", "data_tests", "dbt-cloud",
        "dispatch", "docs-paths", "exposures", "flags", "function-paths", "functions", "log-path", "macro-paths",
        "metrics", "model-paths", "models", "name", "on-run-end", "on-run-start", "packages-install-path", "profile",
        "query-comment", "quoting", "require-dbt-version", "restrict-access", "saved-queries", "seed-paths", "seeds",
        "semantic-models", "snapshot-paths", "snapshots", "sources", "sync", "target-path", "test-paths", "tests",
        "unit_tests", "vars", "version",
    ]
}

extension YAMLNode {
    /// A string, or what Python reads as a date.
    fileprivate var isText: Bool {
        switch scalar?.kind {
        case .string?, .date?, .timestamp?: true
        default: false
        }
    }
}
