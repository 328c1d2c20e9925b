internal import Diagnostics
internal import Formats
internal import ProjectModel

/// Turns entries of `sources:` into tables with everything merged: source, table, configuration of the project.
///
/// Source: dbt-core 1.11, SourceParser (dbt/parser/schemas.py) and SourcePatcher (dbt/parser/sources.py).
struct SourceReader {
    let configs: ConfigResolver
    /// The database of the profile, where a source names none.
    let defaultDatabase: String
    /// `quoting` of the root project.
    let projectQuoting: DataMapping
    let tests: TestCollector
    /// `overrides:` entries of any package by package and source.
    let patches: [String: SourceEntry]

    static func patchKey(package: String, source: String) -> String { "\(package).\(source)" }

    func read(
        _ entry: SourceEntry, into result: inout FileProperties, _ declarations: inout [SourceDeclaration]
    ) throws(Diagnostic) {
        var source = reader(entry)
        let name = try source.text("name")
        let patch = patches[Self.patchKey(package: entry.file.packageName, source: name)]
        if let patch { override(&source.data, with: patch.data, clearing: "config") }
        for table in try source.items("tables") {
            result.warnings += table.slips(of: "a table of a source", among: Self.tableKeys)
            var table = table
            table.data = try Self.canonical(table)
            let patchOfTable = patch?.data["tables"]?.list?.first { $0["name"] == table.data["name"] }
            if let patch = patchOfTable?.mapping { override(&table.data, with: patch, clearing: "quoting") }
            try addTests(source, table, &result)
            let declaration = try declaration(source, table, entry)
            if let warning = freshnessWarning(declaration.table, table) { result.warnings.append(warning) }
            declarations.append(declaration)
        }
    }

    /// Puts what an `overrides:` entry says in place of what a package says. Like dbt, it also takes the freshness and
    /// one more key of the package away where it says nothing of them.
    private func override(_ data: inout DataMapping, with patch: DataMapping, clearing key: String) {
        data["freshness"] = patch["freshness"] ?? .mapping([:])
        data[key] = .mapping([:])
        for (key, value) in patch where !["name", "overrides", "tables"].contains(key) && !value.isNull {
            data[key] = value
        }
    }

    private static let tableKeys = [
        "name", "description", "meta", "tags", "config", "quoting", "columns", "data_tests", "tests", "identifier",
        "loaded_at_field", "loaded_at_query", "freshness", "external", "docs",
    ]

    private func reader(_ entry: SourceEntry) -> EntryReader {
        EntryReader(section: "sources", file: entry.file, data: entry.data, node: entry.node)
    }

    private static func canonical(_ reader: EntryReader) throws(Diagnostic) -> DataMapping {
        try ConfigMerge.translatingAliases(reader.data)
    }

    // MARK: One table

    private func declaration(
        _ source: EntryReader, _ table: EntryReader, _ entry: SourceEntry
    ) throws(Diagnostic) -> SourceDeclaration {
        let sourceName = try source.text("name")
        let name = try table.text("name")
        let file = entry.file
        let resolved = try resolvedConfig(source, table, fqn: file.fqn(sourceName, name))
        let config = resolved.config
        var result = SourceTable(
            uniqueID: "source.\(file.packageName).\(sourceName).\(name)", packageName: file.packageName,
            path: file.originalPath, originalFilePath: file.originalPath, fqn: file.fqn(sourceName, name),
            sourceName: sourceName, name: name, identifier: try table.optionalText("identifier") ?? name)
        result.database = try source.optionalText("database") ?? defaultDatabase
        result.schema = try source.optionalText("schema") ?? sourceName
        result.quoting = try quoting(source, table)
        result.relationName = relationName(result)
        result.description = try table.text("description", default: "")
        result.sourceDescription = try source.text("description", default: "")
        result.loader = try source.text("loader", default: "")
        result.loadedAtField = config["loaded_at_field"]?.string
        result.loadedAtQuery = config["loaded_at_query"]?.string
        result.freshness = FreshnessRules.freshness(config["freshness"] ?? .null)
        result.external = external(try table.part("external")?.data)
        for column in try table.items("columns") {
            let info = try ColumnReader.column(column)
            result.columns[info.name] = info
        }
        result.meta = config.meta
        let ofConfig = try source.mapping("config")["meta"]?.mapping ?? [:]
        result.sourceMeta = try source.mapping("meta").merging(ofConfig) { $1 }
        result.tags = config.tags
        result.config = config
        result.unrenderedConfig = resolved.unrendered
        result.unrenderedDatabase = entry.unrenderedDatabase
        result.unrenderedSchema = entry.unrenderedSchema
        return SourceDeclaration(table: result, place: table.place)
    }

    private func quoting(_ source: EntryReader, _ table: EntryReader) throws(Diagnostic) -> DataMapping {
        let ofSource = try source.part("quoting")?.data ?? [:]
        let ofTable = try table.part("quoting")?.data ?? [:]
        var result: DataMapping = [:]
        for key in ["database", "schema", "identifier", "column"] {
            result[key] = ofTable[key].flatMap { $0.isNull ? nil : $0 } ?? ofSource[key] ?? .null
        }
        return result
    }

    /// Unlike `source()`, the manifest heeds the quoting of the root project.
    private func relationName(_ table: SourceTable) -> String {
        func part(_ text: String, _ key: String) -> String {
            (table.quoting[key]?.bool ?? projectQuoting[key]?.bool ?? true) ? "\"\(text)\"" : text
        }
        return [
            part(table.database, "database"), part(table.schema, "schema"), part(table.identifier, "identifier"),
        ].joined(separator: ".")
    }

    /// All keys that dbt knows, then the others.
    private func external(_ data: DataMapping?) -> DataValue {
        guard let data else { return .null }
        var result: DataMapping = [:]
        for key in ["location", "file_format", "row_format", "tbl_properties", "partitions"] {
            result[key] = data[key] ?? .null
        }
        return .mapping(result.merging(data) { $1 })
    }

    private func freshnessWarning(_ table: SourceTable, _ reader: EntryReader) -> Diagnostic? {
        guard FreshnessRules.isSet(table.config["freshness"] ?? .null) else { return nil }
        guard table.loadedAtField == nil, table.loadedAtQuery == nil else { return nil }
        return reader.warning(
            "The configured adapter does not support metadata-based freshness. A loaded_at_field must be specified for source '\(table.sourceName).\(table.name)'.",
            .freshnessUnknown)
    }

    // MARK: Configuration

    private func resolvedConfig(
        _ source: EntryReader, _ table: EntryReader, fqn: [String]
    ) throws(Diagnostic) -> ConfigResolver.Resolved {
        let ofSource = try source.mapping("config")
        let ofTable = try table.mapping("config")
        var properties = ofSource.merging(ofTable) { $1 }
        let freshness = try freshness(source, table, ofSource, ofTable)
        if freshness.isNull {
            properties["freshness"] = .null
        } else if FreshnessRules.isSet(freshness) {
            properties["freshness"] = freshness
        } else {
            properties["freshness"] = nil
        }
        let (field, query) = try loadedAt(source, table, ofSource, ofTable)
        properties["loaded_at_field"] = field
        properties["loaded_at_query"] = query
        var meta: DataMapping = [:]
        for place in [
            try source.mapping("meta"), ofSource["meta"]?.mapping ?? [:], try table.mapping("meta"),
            ofTable["meta"]?.mapping ?? [:],
        ] { meta.merge(place) { $1 } }
        properties["meta"] = .mapping(meta)
        let tags =
            try source.strings("tags") + source.tags(ofSource["tags"]) + table.strings("tags")
            + table.tags(ofTable["tags"])
        properties["tags"] = .list(
            Set(tags).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { .string($0) })
        var request = ConfigResolver.Request(type: .source, packageName: source.file.packageName, fqn: fqn)
        request.properties = properties
        do throws(Diagnostic) {
            return try configs.resolve(request)
        } catch {
            throw table.failure(error.message, error.code)
        }
    }

    private func freshness(
        _ source: EntryReader, _ table: EntryReader, _ ofSource: DataMapping, _ ofTable: DataMapping
    ) throws(Diagnostic) -> DataValue {
        var places: [DataValue] = []
        for (reader, data) in [(source, source.data), (source, ofSource), (table, table.data), (table, ofTable)] {
            let value = data["freshness"] ?? .mapping([:])
            if value.isNull {
                places.append(.null)
                continue
            }
            guard let normal = FreshnessRules.normalized(value) else {
                throw reader.invalid(
                    "\(value.pythonRepr) is not valid under any of the given schemas", [.key("freshness")],
                    hint: "write warn_after: {count: 12, period: hour}; periods are minute, hour and day")
            }
            places.append(normal)
        }
        return FreshnessRules.merged(places)
    }

    /// `loaded_at_field` and `loaded_at_query`: the table's, or else the source's.
    private func loadedAt(
        _ source: EntryReader, _ table: EntryReader, _ ofSource: DataMapping, _ ofTable: DataMapping
    ) throws(Diagnostic) -> (field: DataValue, query: DataValue) {
        func value(_ key: String, _ reader: EntryReader, _ config: DataMapping) -> DataValue? {
            for place in [reader.data, config] {
                if let value = place[key], value.isTruthy { return value }
            }
            return nil
        }
        for reader in [source, table] where reader.data["loaded_at_field"] == "" {
            throw reader.invalid("loaded_at_field cannot be an empty string.")
        }
        let tableField = value("loaded_at_field", table, ofTable)
        let tableQuery = value("loaded_at_query", table, ofTable)
        let hasTableField = table.data["loaded_at_field"] != nil || tableField != nil
        let both = "Cannot specify both loaded_at_field and loaded_at_query at"
        if hasTableField, tableQuery != nil { throw table.failure("\(both) table level.", .propertiesInvalid) }
        let sourceField = value("loaded_at_field", source, ofSource)
        let sourceQuery = value("loaded_at_query", source, ofSource)
        if sourceField != nil, sourceQuery != nil { throw source.failure("\(both) source level.", .propertiesInvalid) }
        let field = hasTableField ? tableField : sourceField
        let query = tableQuery ?? (hasTableField ? nil : sourceQuery)
        return (field ?? .null, query ?? .null)
    }

    // MARK: Tests

    /// The tests of the table, then those of its columns.
    private func addTests(
        _ source: EntryReader, _ table: EntryReader, _ result: inout FileProperties
    ) throws(Diagnostic) {
        let sourceName = try source.text("name")
        let target = TestDeclaration.Target.source(name: sourceName, table: try table.text("name"))
        let key = "sources.\(sourceName)"
        let tags = try source.strings("tags") + table.strings("tags")
        try tests.add(table, target, key, columnName: nil, tags: tags, &result)
        let quotes =
            table.data["quoting"]?["column"]?.bool ?? source.data["quoting"]?["column"]?.bool ?? false
        for column in try table.items("columns") {
            try tests.addColumn(column, target, key, quotesColumns: quotes, extraTags: tags, &result)
        }
    }
}
