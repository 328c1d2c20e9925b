public import Diagnostics

/// YAML 1.1 as PyYAML's safe loader reads it and `yaml.safe_dump` writes it.
public enum YAML {
    /// Reads a text with at most one document.
    /// - Throws: a diagnostic of the parsing family, in dbt's shape: the lines around the place, then libyaml's message.
    public static func document(_ source: SourceText) throws(Diagnostic) -> YAMLDocument {
        var composer = YAMLComposer(source.bytes)
        do throws(YAMLError) {
            let root = try composer.document()
            if let error = composer.deferred { throw error }
            let duplicates = composer.duplicates.sorted { $0.range.start < $1.range.start }
            return YAMLDocument(root: root, duplicateKeys: duplicates)
        } catch {
            let offset = error.mark.map { composer.offsets[$0.offset] }
            throw error.diagnostic(in: source, offset: offset)
        }
    }

    /// The root node of a text; nil when it has no document.
    public static func parse(_ source: SourceText) throws(Diagnostic) -> YAMLNode? { try document(source).root }

    /// The value of a text, without places; null when it has no document.
    public static func load(_ source: SourceText) throws(Diagnostic) -> DataValue {
        try document(source).root?.dataValue ?? .null
    }

    /// The value of a text that is no file.
    public static func load(_ text: String, named name: String = "<unicode string>") throws(Diagnostic) -> DataValue {
        try load(SourceText(path: name, text))
    }
}
