internal import Diagnostics
internal import Formats
internal import ProjectModel

/// Reads the `external:` block of a source table.
///
/// Packages of dbt write such blocks for other databases: one without `format` is none of ours.
struct ExternalSourceReader {
    private let source: SourceTable
    private let block: DataMapping
    private let place: PropertyPlace

    private static let keys = [
        "location", "format", "options", "on_change", "on_error", "archive", "file_name_column", "line_number_column",
        "document_column",
        // What dbt knows of such blocks.
        "file_format", "row_format", "tbl_properties", "partitions",
    ]
    private static let options = [
        "delimiter", "header", "quote", "escape", "null", "encoding", "extra_columns",
    ]

    /// Nil when the table has no block of ours.
    init?(_ source: SourceTable, place: PropertyPlace) {
        guard let block = source.external.mapping, let format = block["format"], !format.isNull else { return nil }
        self.source = source
        self.block = block
        self.place = place
    }

    func read() throws(Diagnostic) -> ExternalSource {
        try check(block, Self.keys, "external", [])
        let format = try format()
        guard let location = try text("location"), !location.isEmpty else {
            throw place.error(
                .externalInvalid, "external has no `location`", ["location"],
                hint: "name the files: landing/orders/*.csv")
        }
        let pattern: LocationPattern
        do throws(LocationPattern.Failure) {
            pattern = try LocationPattern(location)
        } catch {
            throw place.error(.externalInvalid, "the location `\(location)` \(error.reason)", ["location"])
        }
        var result = ExternalSource(
            id: source.uniqueID, sourceName: source.sourceName, tableName: source.name, schema: part("schema"),
            identifier: part("identifier"), path: source.originalFilePath, location: pattern, format: format,
            columns: source.columns.values.map(Self.column))
        try readOptions(into: &result)
        result.onChange = try choice("on_change", .error)
        result.onError = try choice("on_error", .failFile)
        result.archive = try text("archive").flatMap { $0.isEmpty ? nil : $0 }
        result.fileNameColumn = try text("file_name_column").map(Self.folded)
        result.lineNumberColumn = try text("line_number_column").map(Self.folded)
        result.documentColumn = try text("document_column").map(Self.folded)
        try checkColumns(result)
        return result
    }

    private func format() throws(Diagnostic) -> ExternalSource.Format {
        let name = try text("format") ?? ""
        if let format = ExternalSource.Format(rawValue: name) { return format }
        let known = ExternalSource.Format.allCases.map(\.rawValue)
        let hint =
            name == "parquet"
            ? "convert the files to csv or ndjson: Martlet links no library that reads Parquet"
            : Suggestion.hint(for: name, in: known) ?? "one of \(known.joined(separator: ", "))"
        throw place.error(.externalInvalid, "files of format `\(name)` cannot be loaded", ["format"], hint: hint)
    }

    // MARK: Values

    private func check(
        _ mapping: DataMapping, _ known: [String], _ what: String, _ path: [String]
    ) throws(Diagnostic) {
        guard let key = mapping.keys.first(where: { !known.contains($0) }) else { return }
        throw place.error(
            .externalInvalid, "\(what) has no key `\(key)`", path + [key],
            hint: Suggestion.hint(for: key, in: known) ?? "the keys are \(known.prefix(9).joined(separator: ", "))")
    }

    private func text(_ key: String, in mapping: DataMapping? = nil, path: [String] = []) throws(Diagnostic) -> String?
    {
        switch (mapping ?? block)[key] {
        case nil, .null?: return nil
        case .string(let text)?: return text
        case .int(let number)?: return String(number)
        default: throw place.error(.externalInvalid, "`\(key)` must be a text", path + [key])
        }
    }

    private func flag(_ key: String, in mapping: DataMapping, _ standard: Bool) throws(Diagnostic) -> Bool {
        switch mapping[key] {
        case nil, .null?: return standard
        case .bool(let flag)?: return flag
        default: throw place.error(.externalInvalid, "`\(key)` must be true or false", ["options", key])
        }
    }

    private func choice<Choice: RawRepresentable & CaseIterable>(
        _ key: String, _ standard: Choice
    ) throws(Diagnostic) -> Choice where Choice.RawValue == String {
        guard let name = try text(key) else { return standard }
        if let choice = Choice(rawValue: name) { return choice }
        let known = Choice.allCases.map(\.rawValue)
        throw place.error(
            .externalInvalid, "`\(key)` is `\(name)`, which is none of \(known.joined(separator: ", "))", [key],
            hint: Suggestion.hint(for: name, in: known))
    }

    // MARK: Options

    private func readOptions(into result: inout ExternalSource) throws(Diagnostic) {
        guard let value = block["options"], !value.isNull else { return }
        guard let options = value.mapping else {
            throw place.error(.externalInvalid, "`options` must be a mapping", ["options"])
        }
        try check(options, Self.options, "`options` of external", ["options"])
        guard result.format == .csv else {
            if let key = options.keys.first {
                throw place.error(
                    .externalInvalid, "`\(key)` means nothing for files of format \(result.format.rawValue)",
                    ["options", key])
            }
            return
        }
        var dialect = CSVDialect()
        dialect.delimiter = try character("delimiter", in: options) ?? dialect.delimiter
        dialect.quote = try character("quote", in: options) ?? dialect.quote
        dialect.escape = try character("escape", in: options) ?? dialect.quote
        dialect.null = try text("null", in: options, path: ["options"]) ?? dialect.null
        dialect.hasHeader = try flag("header", in: options, true)
        if let encoding = try text("encoding", in: options, path: ["options"]) {
            guard encoding.utf8.allSatisfy({ $0.isLetterOrDigit || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") })
            else {
                throw place.error(.externalInvalid, "`\(encoding)` is no encoding", ["options", "encoding"])
            }
            dialect.encoding = encoding
        }
        guard dialect.delimiter != dialect.quote else {
            throw place.error(
                .externalInvalid, "`delimiter` and `quote` are the same character", ["options", "delimiter"])
        }
        result.dialect = dialect
        if let name = try text("extra_columns", in: options, path: ["options"]) {
            guard ["error", "ignore"].contains(name) else {
                throw place.error(
                    .externalInvalid, "`extra_columns` is `\(name)`, which is none of error, ignore",
                    ["options", "extra_columns"])
            }
            result.ignoresExtraColumns = name == "ignore"
        }
    }

    private func character(_ key: String, in options: DataMapping) throws(Diagnostic) -> UInt8? {
        guard let text = try text(key, in: options, path: ["options"]) else { return nil }
        let named = ["tab": "\t", "\\t": "\t"][text.lowercased()] ?? text
        guard named.utf8.count == 1, let byte = named.utf8.first, byte >= 32 || byte == 9, byte < 127 else {
            throw place.error(.externalInvalid, "`\(key)` must be one ASCII character", ["options", key])
        }
        return byte
    }

    // MARK: Columns

    private static func column(_ info: ColumnInfo) -> ExternalSource.Column {
        .init(name: info.quote == true ? info.name : folded(info.name), type: info.dataType)
    }

    /// A name as PostgreSQL understands it without quotes.
    private static func folded(_ name: String) -> String { name.lowercased() }

    private func checkColumns(_ result: ExternalSource) throws(Diagnostic) {
        let names = result.columns.map(\.name)
        for placeholder in result.location.placeholders where !names.contains(placeholder) {
            throw place.error(
                .externalInvalid, "the location's `{\(placeholder)}` is no declared column", ["location"],
                hint: Suggestion.hint(for: placeholder, in: names)
                    ?? "add {name: \(placeholder), data_type: text} to the columns of \(result.name)")
        }
        if result.documentColumn != nil, result.format == .csv {
            throw place.error(
                .externalInvalid, "`document_column` means nothing for files of format csv", ["document_column"])
        }
        guard result.fields.isEmpty, result.documentColumn == nil else { return }
        throw place.error(
            .externalInvalid, "\(result.name) declares no column that the files could fill", [],
            hint: result.format == .csv
                ? "list the columns with their data_type"
                : "list the columns with their data_type, or name a document_column")
    }

    /// A part of the relation's name; unquoted ones are folded.
    private func part(_ key: String) -> String {
        let text = key == "schema" ? source.schema : source.identifier
        return source.quoting[key]?.bool == false ? text.lowercased() : text
    }
}

extension UInt8 {
    var isLetterOrDigit: Bool { (self | 32) &- UInt8(ascii: "a") < 26 || self &- UInt8(ascii: "0") < 10 }
}

extension Diagnostic.Code {
    /// An `external:` block of a source that `source load` cannot follow.
    static let externalInvalid = Self(rawValue: "external-invalid")
}
