extension SQL {
    /// `sql` with dbt's query comment, before it or, with `appending`, behind it but before a final semicolon.
    public static func adding(comment: String, to sql: String, appending: Bool = false) -> String {
        let comment = trimmed(comment)
        guard !comment.isEmpty else { return sql }
        guard appending else { return "/* \(comment) */\n\(sql)" }
        var body = sql.utf8[...]
        while let last = body.last, last.isSQLSpace { body.removeLast() }
        guard body.last == UInt8(ascii: ";") else { return "\(Substring(body))\n/* \(comment) */" }
        body.removeLast()
        return "\(Substring(body))\n/* \(comment) */;"
    }

    /// `text` without the space around it.
    static func trimmed(_ text: String) -> String {
        var bytes = text.utf8[...]
        while let first = bytes.first, first.isSQLSpace { bytes.removeFirst() }
        while let last = bytes.last, last.isSQLSpace { bytes.removeLast() }
        return String(Substring(bytes))
    }
}
