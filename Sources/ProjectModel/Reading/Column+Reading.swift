public import Diagnostics
public import Formats

extension ColumnInfo {
    private static let knownKeys: Set<String> = [
        "name", "description", "meta", "data_type", "constraints", "quote", "config", "tags", "granularity",
        "doc_blocks",
    ]

    /// Reads a column of a manifest: the inverse of `fields`.
    /// - Throws: when a field has a value of the wrong kind.
    public init(named name: String, fields: DataMapping) throws(Diagnostic) {
        let reader = FieldReader(fields)
        self.init(name: try reader.text("name", default: name))
        description = try reader.text("description")
        meta = try reader.mapping("meta")
        dataType = try reader.optionalText("data_type")
        constraints = try reader.constraints()
        quote = try reader.bool("quote")
        tags = try reader.strings("tags")
        granularity = try reader.optionalText("granularity")
        docBlocks = try reader.strings("doc_blocks")
        extra = fields.filter { !Self.knownKeys.contains($0.key) }
    }
}

extension Constraint {
    /// Reads a constraint of a manifest: the inverse of `fields`.
    /// - Throws: when its kind is unknown, or a field has a value of the wrong kind.
    public init(fields: DataMapping) throws(Diagnostic) {
        let reader = FieldReader(fields)
        guard let kind = Kind(rawValue: try reader.name("type")) else {
            throw reader.invalid("type", "is no kind of constraint")
        }
        self.init(kind: kind)
        name = try reader.optionalText("name")
        expression = try reader.optionalText("expression")
        warnUnenforced = try reader.bool("warn_unenforced") ?? true
        warnUnsupported = try reader.bool("warn_unsupported") ?? true
        to = try reader.optionalText("to")
        toColumns = try reader.strings("to_columns")
        columns = reader.value("columns") == nil ? nil : try reader.strings("columns")
    }
}
