public import ProjectModel

/// A source table whose rows come from files: its `external:` block, checked.
public struct ExternalSource: Sendable, Hashable {
    /// How the files are written.
    public enum Format: String, Sendable, Hashable, CaseIterable {
        case csv, json, ndjson
    }

    /// What happens with a file that has other content than when it was loaded.
    public enum ChangePolicy: String, Sendable, Hashable, CaseIterable {
        case error, reload, ignore
    }

    /// What happens with a file that does not load as a whole.
    public enum ErrorPolicy: String, Sendable, Hashable, CaseIterable {
        case failFile = "fail_file"
        case skipFile = "skip_file"
        case quarantineRows = "quarantine_rows"
    }

    /// A column that the properties declare, under its name in the database.
    public struct Column: Sendable, Hashable {
        public var name: String
        /// As SQL; nil where nothing was said.
        public var type: String?
    }

    public var id: UniqueID
    public var sourceName: String
    public var tableName: String
    /// The table's schema and name in the database.
    public var schema: String
    public var identifier: String
    /// The file that declares the source, relative to the project.
    public var path: String

    public var location: LocationPattern
    public var format: Format
    public var dialect = CSVDialect()
    /// Whether columns of a file that are not declared are left out, instead of being an error.
    public var ignoresExtraColumns = false
    public var onChange = ChangePolicy.error
    public var onError = ErrorPolicy.failFile
    /// Where files go after they were loaded: a directory, relative to the project or absolute.
    public var archive: String?
    public var fileNameColumn: String?
    public var lineNumberColumn: String?
    public var documentColumn: String?
    /// All declared columns, in the order of the properties.
    public var columns: [Column]

    /// `instacart.orders`: how people call the table.
    public var name: String { "\(sourceName).\(tableName)" }

    /// Whether the value of a column comes from the file's content.
    func isField(_ name: String) -> Bool {
        name != fileNameColumn && name != lineNumberColumn && name != documentColumn
            && !location.placeholders.contains(name)
    }

    /// The columns whose values come from the files' content.
    var fields: [Column] { columns.filter { isField($0.name) } }

    /// All columns that the table must have: the declared ones, and those that the block names.
    var tableColumns: [Column] {
        var result = columns
        for (name, type) in [(fileNameColumn, "text"), (lineNumberColumn, "bigint"), (documentColumn, "jsonb")] {
            guard let name else { continue }
            if let index = result.firstIndex(where: { $0.name == name }) {
                result[index].type = result[index].type ?? type
            } else {
                result.append(Column(name: name, type: type))
            }
        }
        return result
    }
}

/// How a CSV file is written, in the words of PostgreSQL's COPY.
public struct CSVDialect: Sendable, Hashable {
    public var delimiter = UInt8(ascii: ",")
    public var quote = UInt8(ascii: "\"")
    public var escape = UInt8(ascii: "\"")
    /// The unquoted text that stands for NULL.
    public var null = ""
    public var hasHeader = true
    /// PostgreSQL's name of it.
    public var encoding = "UTF8"

    public init() {}

    var isUTF8: Bool { ["UTF8", "UTF-8", "UNICODE"].contains(encoding.uppercased()) }
}
