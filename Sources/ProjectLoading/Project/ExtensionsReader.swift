internal import Diagnostics
internal import Formats

/// Turns the text of `martlet.yml` into `ProjectExtensions`.
struct ExtensionsReader {
    let source: SourceText
    let renderer: ValueRenderer
    /// The schema of the target.
    let schema: String

    func read() throws(Diagnostic) -> ProjectExtensions {
        var result = ProjectExtensions(schema: schema)
        guard let root = try YAML.parse(source), !root.isNull else { return result }
        try check(root, "martlet.yml", keys: ["quality_log", "partitioning", "load"])
        if let node = root["partitioning"] { result.partitioning = try flag(node, "partitioning") }
        if let node = root["quality_log"] { result.qualityLog = try qualityLog(node) }
        if let node = root["load"] { result.load = try load(node) }
        return result
    }

    private func qualityLog(_ node: YAMLNode) throws(Diagnostic) -> QualityLogSettings? {
        var settings = QualityLogSettings(schema: schema)
        // `quality_log:` alone, or `true`, asks for the log as it is by default.
        if node.isNull || node.dataValue == true { return settings }
        if node.dataValue == false { return nil }
        try check(node, "quality_log", keys: ["schema", "table", "retention_days", "sample_rows"])
        if let node = node["schema"] { settings.schema = try name(node, "quality_log.schema") }
        if let node = node["table"] { settings.table = try name(node, "quality_log.table") }
        if let node = node["retention_days"] {
            settings.retentionDays = try number(node, "quality_log.retention_days", atLeast: 1)
        }
        if let node = node["sample_rows"] {
            settings.sampleRows = try number(node, "quality_log.sample_rows", atLeast: 0)
        }
        return settings
    }

    private func load(_ node: YAMLNode) throws(Diagnostic) -> LoadSettings {
        var settings = LoadSettings(schema: schema)
        if node.isNull { return settings }
        try check(node, "load", keys: ["schema", "parallel"])
        if let node = node["schema"] { settings.schema = try name(node, "load.schema") }
        if let node = node["parallel"] { settings.parallel = try number(node, "load.parallel", atLeast: 1) }
        return settings
    }

    // MARK: Values

    /// Fails unless `node` is a mapping of known keys only.
    private func check(_ node: YAMLNode, _ what: String, keys: [String]) throws(Diagnostic) {
        guard let entries = node.entries else { throw failure("`\(what)` must be a mapping", at: node) }
        for entry in entries where !keys.contains(entry.name) {
            throw failure(
                "\(what) has no key `\(entry.name)`", at: entry.key,
                hint: Suggestion.hint(for: entry.name, in: keys) ?? "known keys: \(keys.joined(separator: ", "))")
        }
    }

    private func value(_ node: YAMLNode) throws(Diagnostic) -> DataValue {
        try renderer.render(node, in: source) { _ in true }
    }

    private func name(_ node: YAMLNode, _ what: String) throws(Diagnostic) -> String {
        if let text = try value(node).string, !text.isEmpty { return text }
        throw failure("`\(what)` must be a name", at: node)
    }

    private func flag(_ node: YAMLNode, _ what: String) throws(Diagnostic) -> Bool {
        if let flag = try value(node).bool { return flag }
        throw failure("`\(what)` must be true or false", at: node)
    }

    private func number(_ node: YAMLNode, _ what: String, atLeast least: Int) throws(Diagnostic) -> Int {
        if case .int(let number) = try value(node), number >= least { return number }
        throw failure("`\(what)` must be a whole number from \(least)", at: node)
    }

    private func failure(_ message: String, at node: YAMLNode, hint: String? = nil) -> Diagnostic {
        Diagnostic(.extensionsInvalid, message, family: .runtime, at: node.range, in: source, hint: hint)
    }
}
