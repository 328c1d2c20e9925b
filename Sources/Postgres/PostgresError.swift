/// A failure that PostgreSQL, or libpq on this side, reported.
public struct PostgresError: Error, Sendable, Hashable {
    /// The five-character SQLSTATE, such as `42P01`; nil when the failure never reached the server.
    ///
    /// Source: PostgreSQL documentation, appendix A.
    public var sqlstate: String?
    /// The server's primary message, without `ERROR:`, in the language of the server.
    public var message: String
    public var detail: String?
    public var hint: String?
    /// Where in the SQL that the caller gave, as a 0-based offset in characters (Unicode scalars); nil when the server gave none.
    public var characterOffset: Int?
    /// A query that the server generated itself, such as the body of a function, with a 0-based place in it.
    public var internalQuery: String?
    public var internalCharacterOffset: Int?
    /// The server's call stack: `PL/pgSQL function f() line 3 at RAISE`.
    public var context: String?
    /// `ERROR`, `FATAL`, `PANIC`, or the kind of a notice: `NOTICE`, `WARNING`, `INFO`, `DEBUG`, `LOG`.
    public var severity: String

    public init(
        message: String, sqlstate: String? = nil, detail: String? = nil, hint: String? = nil,
        characterOffset: Int? = nil, context: String? = nil, severity: String = "ERROR"
    ) {
        self.message = message
        self.sqlstate = sqlstate
        self.detail = detail
        self.hint = hint
        self.characterOffset = characterOffset
        self.context = context
        self.severity = severity
    }

    /// Someone asked the server to stop this query: SQLSTATE `57014`, or `57P01` when the session was ended.
    public var isCancellation: Bool { sqlstate == "57014" || sqlstate == "57P01" }

    /// The session is gone or was never there: trying again with a new connection may help.
    public var isConnectionFailure: Bool {
        guard let sqlstate else { return true }
        return sqlstate.hasPrefix("08") || sqlstate.hasPrefix("57P")
    }

    /// The byte offset in `sql` that the server points at.
    public func byteOffset(in sql: String) -> Int? {
        guard let characterOffset else { return nil }
        let scalars = sql.unicodeScalars
        let index = scalars.index(scalars.startIndex, offsetBy: characterOffset, limitedBy: scalars.endIndex)
        return sql.utf8.distance(from: sql.utf8.startIndex, to: index ?? sql.utf8.endIndex)
    }
}

extension PostgresError: CustomStringConvertible {
    public var description: String {
        let code = sqlstate.map { " (\($0))" } ?? ""
        return ([message + code] + [detail, hint].compactMap(\.self)).joined(separator: "\n")
    }
}

extension PostgresError {
    /// The error as psycopg2, and so dbt, prints it: the message, the line of `sql` with a caret below the place, then
    /// `DETAIL:`, `HINT:`, `QUERY:` and `CONTEXT:` lines.
    ///
    /// Source: the layout of libpq's error messages at its default verbosity.
    public func text(for sql: String) -> String {
        var lines = [message]
        if let characterOffset {
            lines += Self.excerpt(of: sql, at: characterOffset)
        } else if let internalQuery, let internalCharacterOffset {
            lines += Self.excerpt(of: internalQuery, at: internalCharacterOffset)
        }
        if let detail { lines.append("DETAIL:  \(detail)") }
        if let hint { lines.append("HINT:  \(hint)") }
        if let internalQuery { lines.append("QUERY:  \(internalQuery)") }
        if let context { lines.append("CONTEXT:  \(context)") }
        return lines.joined(separator: "\n")
    }

    /// `LINE 3: …` and the caret below it; long lines are cut to about sixty columns around the place.
    private static func excerpt(of sql: String, at offset: Int) -> [String] {
        let width = 60
        let rightMargin = 10
        let scalars = Array(sql.unicodeScalars)
        guard offset <= scalars.count else { return [] }
        var lineNumber = 1
        var start = 0
        for index in 0..<offset
        where scalars[index] == "\n" || (scalars[index] == "\r" && !isNewline(after: index, scalars)) {
            lineNumber += 1
            start = index + 1
        }
        var end = start
        while end < scalars.count, scalars[end] != "\n", scalars[end] != "\r" { end += 1 }
        var line = scalars[start..<end].map { $0 == "\t" ? " " : $0 }
        var column = offset - start
        var isCutLeft = false
        var isCutRight = false
        if line.count > width {
            if column + rightMargin < width {
                line = Array(line.prefix(width))
                isCutRight = true
            } else {
                if line.count > column + rightMargin {
                    line = Array(line.prefix(column + rightMargin))
                    isCutRight = true
                }
                let cut = max(0, line.count - width)
                line.removeFirst(cut)
                column -= cut
                isCutLeft = cut > 0
            }
        }
        var text = "LINE \(lineNumber): "
        if isCutLeft { text += "..." }
        let indent = text.unicodeScalars.count + column
        text.unicodeScalars.append(contentsOf: line)
        if isCutRight { text += "..." }
        return [text, String(repeating: " ", count: indent) + "^"]
    }

    private static func isNewline(after index: Int, _ scalars: [Unicode.Scalar]) -> Bool {
        index + 1 < scalars.count && scalars[index + 1] == "\n"
    }
}
