internal import Diagnostics
internal import Formats

/// Options whose value is a YAML mapping: `--vars`, `--args`, `--warn-error-options`.
enum YAMLArgument {
    /// - Throws: a usage error when the text is not YAML, or not a mapping.
    static func mapping(_ text: String, option: String) throws(Diagnostic) -> DataMapping {
        let invalid = Diagnostic(
            .usage, "Invalid value for '\(option)': String '\(text)' is not valid YAML", family: .usage,
            hint: "write a mapping, such as \(option) '{name: value}'")
        let value: DataValue
        do {
            value = try YAML.load(SourceText(path: option, text))
        } catch {
            throw invalid
        }
        switch value {
        case .mapping(let entries): return entries
        case .null where text.isEmpty: return [:]
        default: throw invalid
        }
    }
}
