public import Diagnostics

/// JSON as Python's `json` module reads and writes it.
public enum JSON {
    /// Reads a text; keys keep their order, and of a key written twice the last value counts.
    /// - Throws: a diagnostic at the byte where the text stops being JSON.
    public static func parse(_ source: SourceText) throws(Diagnostic) -> DataValue {
        var parser = JSONParser(source.bytes)
        do throws(JSONParser.Failure) {
            return try parser.document()
        } catch {
            throw Diagnostic(
                .jsonSyntax, error.problem, family: .runtime, at: SourceRange(error.offset, error.offset + 1),
                in: source)
        }
    }

    /// Reads a text that is no file.
    public static func parse(_ text: String, named name: String = "<string>") throws(Diagnostic) -> DataValue {
        try parse(SourceText(path: name, text))
    }

    /// The text that Python's `json.dumps(value, indent: …, sort_keys: …)` gives, as bytes: all of it ASCII unless
    /// `escapesNonASCII` is false.
    public static func bytes(
        _ value: DataValue, indent: Int? = nil, sortKeys: Bool = false, escapesNonASCII: Bool = true
    ) -> [UInt8] {
        var writer = JSONWriter(indent: indent, sortKeys: sortKeys, escapesNonASCII: escapesNonASCII)
        writer.value(value)
        return writer.bytes
    }

    /// As `bytes`, as a string.
    public static func text(
        _ value: DataValue, indent: Int? = nil, sortKeys: Bool = false, escapesNonASCII: Bool = true
    ) -> String {
        let bytes = bytes(value, indent: indent, sortKeys: sortKeys, escapesNonASCII: escapesNonASCII)
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension Diagnostic.Code {
    /// A JSON text that cannot be read.
    public static let jsonSyntax = Diagnostic.Code(rawValue: "json-syntax")
}
