public import Diagnostics
public import Formats

extension SourceTable {
    /// Reads a source of a manifest: the inverse of `fields`.
    /// - Throws: when a field has a value of the wrong kind, or one that names the source is missing.
    public init(fields: DataMapping) throws(Diagnostic) {
        let reader = FieldReader(fields)
        let name = try reader.name("name")
        self.init(
            uniqueID: try reader.name("unique_id"), packageName: try reader.name("package_name"),
            path: try reader.text("path"), originalFilePath: try reader.text("original_file_path"),
            fqn: try reader.strings("fqn"), sourceName: try reader.name("source_name"), name: name,
            identifier: try reader.text("identifier", default: name))
        database = try reader.text("database")
        schema = try reader.text("schema")
        relationName = try reader.optionalText("relation_name")
        unrenderedDatabase = try reader.optionalText("unrendered_database")
        unrenderedSchema = try reader.optionalText("unrendered_schema")
        quoting = try reader.mapping("quoting")
        loader = try reader.text("loader")
        loadedAtField = try reader.optionalText("loaded_at_field")
        loadedAtQuery = try reader.optionalText("loaded_at_query")
        if reader.value("freshness") != nil { freshness = try Freshness(fields: try reader.mapping("freshness")) }
        external = reader.value("external") ?? .null
        try readProperties(reader)
    }

    private mutating func readProperties(_ reader: FieldReader) throws(Diagnostic) {
        description = try reader.text("description")
        sourceDescription = try reader.text("source_description")
        columns = try reader.columns()
        meta = try reader.mapping("meta")
        sourceMeta = try reader.mapping("source_meta")
        tags = try reader.strings("tags")
        config = NodeConfig(try reader.mapping("config"))
        unrenderedConfig = try reader.mapping("unrendered_config")
        patchPath = try reader.optionalText("patch_path")
        docBlocks = try reader.strings("doc_blocks")
        createdAt = try reader.number("created_at")
    }
}

extension Freshness {
    /// Reads the thresholds of a manifest: the inverse of `fields`.
    /// - Throws: when a field has a value of the wrong kind.
    public init(fields: DataMapping) throws(Diagnostic) {
        let reader = FieldReader(fields)
        func threshold(_ key: String) throws(Diagnostic) -> Threshold? {
            guard reader.value(key) != nil else { return nil }
            let fields = FieldReader(try reader.mapping(key))
            return Threshold(count: fields.value("count")?.int, period: try fields.optionalText("period"))
        }
        self.init(
            warnAfter: try threshold("warn_after"), errorAfter: try threshold("error_after"),
            filter: try reader.optionalText("filter"))
    }
}

extension Macro {
    /// Reads a macro of a manifest: the inverse of `fields`.
    /// - Throws: when a field has a value of the wrong kind, or one that names the macro is missing.
    public init(fields: DataMapping) throws(Diagnostic) {
        let reader = FieldReader(fields)
        self.init(
            uniqueID: try reader.name("unique_id"), name: try reader.name("name"),
            packageName: try reader.name("package_name"), path: try reader.text("path"),
            originalFilePath: try reader.text("original_file_path"), code: try reader.text("macro_sql"))
        dependsOnMacros = try reader.dependsOn().macros
        description = try reader.text("description")
        meta = try reader.mapping("meta")
        if reader.value("docs") != nil { docs = try reader.mapping("docs") }
        config = try reader.mapping("config")
        patchPath = try reader.optionalText("patch_path")
        arguments = try reader.mappings("arguments")
        supportedLanguages =
            reader.value("supported_languages") == nil ? nil : try reader.strings("supported_languages")
        createdAt = try reader.number("created_at")
    }
}

extension Documentation {
    /// Reads a docs block of a manifest: the inverse of `fields`.
    /// - Throws: when a field has a value of the wrong kind, or one that names the block is missing.
    public init(fields: DataMapping) throws(Diagnostic) {
        let reader = FieldReader(fields)
        self.init(
            uniqueID: try reader.name("unique_id"), name: try reader.name("name"),
            packageName: try reader.name("package_name"), path: try reader.text("path"),
            originalFilePath: try reader.text("original_file_path"), contents: try reader.text("block_contents"))
    }
}

extension GraphResource {
    private static let ownKeys: Set<String> = [
        "name", "resource_type", "package_name", "path", "original_file_path", "unique_id", "fqn", "description",
        "config", "unrendered_config", "depends_on", "refs", "created_at",
    ]

    /// Reads an exposure, metric, semantic model, saved query or group of a manifest: the inverse of `manifestFields`.
    /// - Throws: when a field has a value of the wrong kind, or one that names the resource is missing.
    public init(manifestFields: DataMapping) throws(Diagnostic) {
        let reader = FieldReader(manifestFields)
        guard let type = ResourceType(rawValue: try reader.name("resource_type")) else {
            throw reader.invalid("resource_type", "is unknown")
        }
        self.init(
            uniqueID: try reader.name("unique_id"), resourceType: type, name: try reader.name("name"),
            packageName: try reader.name("package_name"), path: try reader.text("path"),
            originalFilePath: try reader.text("original_file_path"), fqn: try reader.strings("fqn"))
        description = try reader.text("description")
        config = NodeConfig(try reader.mapping("config"))
        unrenderedConfig = try reader.mapping("unrendered_config")
        dependsOn = try reader.dependsOn()
        refs = try reader.refs()
        createdAt = try reader.number("created_at")
        var known = Self.ownKeys
        if type == .exposure || type == .metric {
            known.formUnion(["meta", "tags", "sources", "metrics"])
            meta = try reader.mapping("meta")
            tags = try reader.strings("tags")
            sources = try reader.sources()
            metrics = try reader.namedCalls("metrics")
        } else if type == .savedQuery {
            known.insert("tags")
            tags = try reader.strings("tags")
        }
        fields = manifestFields.filter { !known.contains($0.key) }
    }
}

extension UnitTest {
    /// Reads a unit test of a manifest: the inverse of `fields`.
    /// - Throws: when a field has a value of the wrong kind, or one that names the test is missing.
    public init(fields: DataMapping) throws(Diagnostic) {
        let reader = FieldReader(fields)
        self.init(
            uniqueID: try reader.name("unique_id"), name: try reader.name("name"),
            packageName: try reader.name("package_name"), path: try reader.text("path"),
            originalFilePath: try reader.text("original_file_path"), fqn: try reader.strings("fqn"),
            model: try reader.name("model"),
            given: try reader.mappings("given").map { fixture throws(Diagnostic) in try Fixture(fields: fixture) },
            expect: try Fixture(fields: try reader.mapping("expect")))
        description = try reader.text("description")
        overrides = try reader.mapping("overrides")
        config = NodeConfig(try reader.mapping("config"))
        dependsOn = try reader.dependsOn()
        checksum = try reader.optionalText("checksum")
        schema = try reader.optionalText("schema")
        versions = reader.value("versions") ?? .null
        version = reader.version("version")
        createdAt = try reader.number("created_at")
    }
}

extension UnitTest.Fixture {
    /// Reads the rows of a unit test in a manifest: the inverse of `fields`.
    /// - Throws: when a field has a value of the wrong kind.
    public init(fields: DataMapping) throws(Diagnostic) {
        let reader = FieldReader(fields)
        self.init(
            input: try reader.optionalText("input"), format: try reader.text("format", default: "dict"),
            rows: reader.value("rows") ?? .null, fixture: try reader.optionalText("fixture"))
    }
}
