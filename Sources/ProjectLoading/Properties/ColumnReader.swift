internal import Diagnostics
internal import Formats
internal import ProjectModel

/// Reads columns and constraints of a properties entry.
///
/// Source: dbt-core 1.11, common column properties.
enum ColumnReader {
    static let known = [
        "name", "description", "meta", "data_type", "constraints", "docs", "config", "data_tests", "tests", "quote",
        "tags", "granularity", "_extra",
    ]

    static func column(_ reader: EntryReader) throws(Diagnostic) -> ColumnInfo {
        var column = ColumnInfo(name: try reader.text("name"))
        column.description = try reader.text("description", default: "")
        let config = try reader.mapping("config")
        column.meta = try reader.mapping("meta").merging(config["meta"]?.mapping ?? [:]) { $1 }
        column.dataType = try reader.optionalText("data_type")
        column.quote = try reader.optionalFlag("quote")
        for tag in try reader.strings("tags") + reader.tags(config["tags"]) where !column.tags.contains(tag) {
            column.tags.append(tag)
        }
        column.granularity = try reader.optionalValue("granularity", of: .granularity)
        column.constraints = try constraints(reader, what: "column \(column.name)", isModelLevel: false)
        for (key, value) in reader.data where !known.contains(key) { column.extra[key] = value }
        return column
    }

    /// - Parameter what: how the error about a wrong type calls the owner: `column id`, `model orders`.
    static func constraints(
        _ reader: EntryReader, what: String, isModelLevel: Bool
    ) throws(Diagnostic) -> [Constraint] {
        var constraints: [Constraint] = []
        for item in try reader.items("constraints") {
            guard let kind = item.data["type"]?.string.flatMap(Constraint.Kind.init(rawValue:)) else {
                let kinds = ["check", "not_null", "unique", "primary_key", "foreign_key", "custom"]
                let list = kinds.map { "'\($0)'" }.joined(separator: ", ")
                throw item.failure(
                    isModelLevel
                        ? "Invalid constraint type on \(what): Type must be one of [\(list)]"
                        : "Invalid constraint type on \(what)", .propertiesInvalid, [.key("type")],
                    hint: "one of \(kinds.joined(separator: ", "))")
            }
            var constraint = Constraint(kind: kind)
            constraint.name = try item.optionalText("name")
            constraint.expression = try item.optionalText("expression")
            constraint.warnUnenforced = try item.optionalFlag("warn_unenforced") ?? true
            constraint.warnUnsupported = try item.optionalFlag("warn_unsupported") ?? true
            if isModelLevel { constraint.columns = try item.strings("columns") }
            constraint.to = try item.optionalText("to")
            constraint.toColumns = try item.strings("to_columns")
            constraints.append(constraint)
        }
        return constraints
    }
}
