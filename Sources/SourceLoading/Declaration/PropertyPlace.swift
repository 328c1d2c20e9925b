internal import Diagnostics
internal import Formats
internal import Platform
internal import ProjectModel

/// Where a source table's `external:` block stands in its file; looked up only when there is something to say.
struct PropertyPlace {
    let source: SourceTable
    let projectDirectory: String
    let files: any FileSystem

    /// An error at a key of the block.
    /// - Parameter keys: the way to it from `external`.
    func error(_ code: Diagnostic.Code, _ message: String, _ keys: [String], hint: String? = nil) -> Diagnostic {
        let subject = "source \(source.sourceName).\(source.name) (\(source.originalFilePath))"
        let (text, range) = find(keys)
        return Diagnostic(code, message, family: .parsing, subject: subject, at: range, in: text, hint: hint)
    }

    private func find(_ keys: [String]) -> (SourceText?, SourceRange?) {
        let path = Path.join(projectDirectory, source.originalFilePath)
        guard let bytes = try? files.read(path) else { return (nil, nil) }
        let text = SourceText(path: source.originalFilePath, bytes: bytes)
        guard let root = try? YAML.parse(text) else { return (text, nil) }
        let entries = root["sources"]?.items?.filter { $0["name"]?.string == source.sourceName } ?? []
        let tables = entries.flatMap { $0["tables"]?.items ?? [] }
        guard let table = tables.first(where: { $0["name"]?.string == source.name }) else { return (text, nil) }
        var node = table
        var range = table["name"]?.range
        for key in ["external"] + keys {
            guard let entry = node.entry(key) else { break }
            range = entry.key.range
            node = entry.value
        }
        return (text, range)
    }
}
