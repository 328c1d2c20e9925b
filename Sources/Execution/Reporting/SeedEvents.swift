internal import Events
internal import Formats

/// What only Martlet says about seeds.
enum SeedEvents {
    /// Type inference changes the text of values, such as `007` to 7.
    static func valueChanged(column: String, before: String, after: String, path: String) -> Event {
        Event(
            "SeedValueChanged", "X001", .warn,
            fields: [
                "column": .string(column), "before": .string(before), "after": .string(after), "path": .string(path),
            ],
            text: { style in
                "[\(style.yellow("WARNING"))]: column \"\(column)\" of \(path) is read as numbers, so that '\(before)' becomes "
                    + "\(after); to keep the text, set `+column_types: {\(column): text}`"
            })
    }

    /// A row has fewer values than the header has names.
    static func rowTooShort(line: Int, columnCount: Int, path: String) -> Event {
        Event(
            "SeedRowTooShort", "X002", .warn,
            fields: ["line": .int(line), "columns": .int(columnCount), "path": .string(path)],
            text: { style in
                "[\(style.yellow("WARNING"))]: line \(line) of \(path) has fewer than \(columnCount) values; what is missing becomes NULL"
            })
    }

    /// A column has no name, or that of another.
    static func columnRenamed(to name: String, given: String, path: String) -> Event {
        Event(
            "SeedColumnRenamed", "X003", .warn,
            fields: ["column": .string(name), "given": .string(given), "path": .string(path)],
            text: { style in
                let reason =
                    given.isEmpty ? "a column has no name" : "two columns have the name \"\(given)\" (duplicate)"
                return "[\(style.yellow("WARNING"))]: in the header of \(path) \(reason); it is loaded as \"\(name)\""
            })
    }
}
