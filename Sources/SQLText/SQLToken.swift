/// One token of SQL text: its kind and the bytes it covers.
public struct SQLToken: Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
        case whitespace
        /// `-- …` up to the end of its line, without the newline.
        case lineComment
        /// `/* … */`, with nested ones.
        case blockComment
        /// A key word or an unquoted name.
        case word
        /// `"…"`, also `U&"…"`.
        case quotedIdentifier
        /// `'…'`, with a prefix such as `E`, `B`, `X`, `N` or `U&`; also `$tag$…$tag$`.
        case string
        case number
        /// `$1`.
        case parameter
        case semicolon
        /// Any other sign: one byte each, except `::`, `:=`, `=>`, `<=`, `>=`, `<>`, `!=` and `||`.
        case symbol
    }

    public var kind: Kind
    /// 0-based byte offset of the first byte.
    public var start: Int
    /// Byte offset after the last byte.
    public var end: Int

    public init(_ kind: Kind, _ start: Int, _ end: Int) {
        self.kind = kind
        self.start = start
        self.end = end
    }

    /// Whether the token means nothing to PostgreSQL: space and comments.
    public var isTrivia: Bool { kind == .whitespace || kind == .lineComment || kind == .blockComment }
}
