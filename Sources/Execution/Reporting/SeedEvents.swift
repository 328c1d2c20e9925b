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
}
