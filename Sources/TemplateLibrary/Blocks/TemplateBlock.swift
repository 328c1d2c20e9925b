public import Diagnostics

/// A part of a template file as dbt splits it: one `{% macro %}…{% endmacro %}`, or the text between such blocks.
public struct TemplateBlock: Sendable, Hashable {
    /// The word after `{%`: `macro`, `test`, `docs`, …; nil for text outside blocks.
    public let type: String?
    /// The second word of the opening tag, when it is a name.
    public let name: String?
    /// What stands between the tags, as bytes of the file.
    public let contents: SourceRange
    /// The block with its tags, and with the white space that their `-` removes.
    public let full: SourceRange

    /// The types of block that a macro file may define.
    public static let macroTypes: Set<String> = ["macro", "materialization", "test", "data_test"]
    /// The types that dbt's splitter takes when nobody names any.
    public static let defaultTypes: Set<String> = ["snapshot", "macro", "materialization", "docs"]
}

extension SourceText {
    /// The text of `range`, which must lie inside the file.
    public func text(_ range: SourceRange) -> String {
        String(decoding: bytes[range.start..<range.end], as: UTF8.self)
    }
}
