public import Diagnostics
public import Formats

extension Node {
    /// Reads a node of a manifest: the inverse of `fields`.
    ///
    /// Unknown keys are left out and missing ones get their defaults, so manifests of other versions of dbt are read too.
    /// - Throws: when a field has a value of the wrong kind, or one that names the node is missing.
    public init(fields: DataMapping) throws(Diagnostic) {
        let reader = FieldReader(fields)
        guard let type = ResourceType(rawValue: try reader.name("resource_type")) else {
            throw reader.invalid("resource_type", "is unknown")
        }
        let checksum = FieldReader(try reader.mapping("checksum"))
        self.init(
            uniqueID: try reader.name("unique_id"), resourceType: type, name: try reader.name("name"),
            packageName: try reader.name("package_name"), path: try reader.text("path"),
            originalFilePath: try reader.text("original_file_path"), fqn: try reader.strings("fqn"),
            checksum: FileChecksum(name: try checksum.text("name"), value: try checksum.text("checksum")),
            rawCode: try reader.text("raw_code", before: "raw_sql"))
        database = try reader.text("database")
        schema = try reader.text("schema")
        alias = try reader.text("alias")
        relationName = try reader.optionalText("relation_name")
        buildPath = try reader.optionalText("build_path")
        try readProperties(reader)
        try readReferences(reader)
        details = try Details(type, reader)
        if try reader.bool("compiled") == true { compilation = try Compilation(reader) }
    }

    private mutating func readProperties(_ reader: FieldReader) throws(Diagnostic) {
        config = NodeConfig(try reader.mapping("config"))
        unrenderedConfig = try reader.mapping("unrendered_config")
        tags = try reader.strings("tags")
        description = try reader.text("description")
        columns = try reader.columns()
        meta = try reader.mapping("meta")
        group = try reader.optionalText("group")
        if reader.value("docs") != nil { docs = try reader.mapping("docs") }
        patchPath = try reader.optionalText("patch_path")
        docBlocks = try reader.strings("doc_blocks")
        language = try reader.text("language", default: "sql")
        createdAt = try reader.number("created_at")
    }

    private mutating func readReferences(_ reader: FieldReader) throws(Diagnostic) {
        refs = try reader.refs()
        sources = try reader.sources()
        metrics = try reader.namedCalls("metrics")
        functions = try reader.namedCalls("functions")
        dependsOn = try reader.dependsOn()
    }
}

extension Node.Details {
    fileprivate init(_ type: ResourceType, _ reader: FieldReader) throws(Diagnostic) {
        switch type {
        case .model: self = .model(try Node.ModelDetails(reader))
        case .seed: self = .seed(Node.SeedDetails(rootPath: try reader.text("root_path")))
        case .operation: self = .operation(index: reader.value("index")?.int ?? 0)
        case .test:
            guard reader.value("test_metadata") != nil else { self = .none; return }
            self = .genericTest(try Node.GenericTestDetails(reader))
        case .function:
            var function = Node.FunctionDetails()
            function.returns = try reader.mapping("returns")
            function.arguments = try reader.mappings("arguments")
            self = .function(function)
        default: self = .none
        }
    }
}

extension Node.ModelDetails {
    fileprivate init(_ reader: FieldReader) throws(Diagnostic) {
        self.init()
        access = try reader.text("access", default: "protected")
        constraints = try reader.constraints()
        version = reader.version("version")
        latestVersion = reader.version("latest_version")
        deprecationDate = try reader.optionalText("deprecation_date")
        primaryKey = try reader.strings("primary_key")
        timeSpine = reader.value("time_spine") ?? .null
        contractChecksum = try FieldReader(try reader.mapping("contract")).optionalText("checksum")
    }
}

extension Node.GenericTestDetails {
    fileprivate init(_ reader: FieldReader) throws(Diagnostic) {
        let metadata = FieldReader(try reader.mapping("test_metadata"))
        self.init(
            testName: try metadata.text("name"), namespace: try metadata.optionalText("namespace"),
            arguments: try metadata.mapping("kwargs"), columnName: try reader.optionalText("column_name"),
            fileKeyName: try reader.text("file_key_name"), attachedNode: try reader.optionalText("attached_node"))
    }
}

extension Node.Compilation {
    fileprivate init(_ reader: FieldReader) throws(Diagnostic) {
        let tables = try reader.mappings("extra_ctes")
        self.init(
            compiledPath: try reader.optionalText("compiled_path"),
            compiledCode: try reader.text("compiled_code", before: "compiled_sql"),
            extraCTEs: try tables.map { table throws(Diagnostic) in
                let table = FieldReader(table)
                return Node.InjectedCTE(id: try table.text("id"), sql: try table.text("sql"))
            })
    }
}

extension FileChecksum {
    /// The checksum with the two values of a manifest.
    public init(name: String, value: String) {
        switch name {
        case "sha256": self = .sha256(value)
        case "path": self = .path(value)
        default: self = .none
        }
    }
}
