/// One `name as ( … )` to be put in front of a query: what becomes of a reference to an ephemeral model.
public struct CommonTable: Sendable, Hashable {
    /// The name, written as it stands in the query.
    public var name: String
    public var query: [UInt8]

    public init(name: String, query: [UInt8]) {
        self.name = name
        self.query = query
    }
}

/// Where text goes into a query, and which: kept apart so that positions before and after can be told.
public struct SQLInsertion: Sendable, Hashable {
    /// Byte offset in the original query.
    public var offset: Int
    public var text: [UInt8]
    /// For each common table, where its query starts in `text`.
    public var queryStarts: [Int]

    /// The query with the text in it.
    public func applied(to bytes: [UInt8]) -> [UInt8] {
        Array(bytes[..<offset]) + text + Array(bytes[offset...])
    }
}

extension SQL {
    /// How dbt puts common tables in front of a query: into its `WITH` when it has one, else with a `with` of their own
    /// before everything but leading space.
    ///
    /// Source: dbt-core 1.11, the text that it compiles for references to ephemeral models.
    public static func insertion(of tables: [CommonTable], into bytes: [UInt8]) -> SQLInsertion {
        guard !tables.isEmpty else { return SQLInsertion(offset: 0, text: [], queryStarts: []) }
        let existing = offsetAfterWith(in: bytes)
        var text: [UInt8] = existing == nil ? Array("with".utf8) : []
        var queryStarts: [Int] = []
        for (index, table) in tables.enumerated() {
            if index > 0 { text += ", ".utf8 }
            text += " \(table.name) as (\n".utf8
            queryStarts.append(text.count)
            text += table.query
            text += "\n)".utf8
        }
        text += (existing == nil ? " " : ", ").utf8
        let offset = existing ?? bytes.firstIndex { !$0.isSQLSpace } ?? bytes.count
        return SQLInsertion(offset: offset, text: text, queryStarts: queryStarts)
    }

    /// Whether the first word, after space and comments, is `WITH`.
    public static func startsWithWith(_ bytes: [UInt8]) -> Bool { offsetAfterWith(in: bytes) != nil }

    /// Past a leading `WITH` or `WITH RECURSIVE` and the space after it; nil when there is none.
    private static func offsetAfterWith(in bytes: [UInt8]) -> Int? {
        var tokenizer = SQLTokenizer(bytes)
        guard let first = tokenizer.nextSignificant(), first.kind == .word,
            equalsIgnoringCase(bytes[first.start..<first.end], "with")
        else { return nil }
        var end = first.end
        if let second = tokenizer.nextSignificant(), second.kind == .word,
            equalsIgnoringCase(bytes[second.start..<second.end], "recursive")
        {
            end = second.end
        }
        while end < bytes.count, bytes[end].isSQLSpace { end += 1 }
        return end
    }
}
