internal import Compiler
internal import Formats

/// What is told about a run, a job or a dataset, by the names of OpenLineage's facets.
///
/// Source: https://openlineage.io/spec/facets.
struct Facets: Sendable {
    /// Who says all this.
    static let producer = "urn:martlet:openlineage"

    private(set) var fields: DataMapping = [:]

    /// - Parameter schema: the version and name of the facet's schema, without suffix.
    private mutating func add(_ name: String, _ schema: String, _ values: DataMapping) {
        var facet: DataMapping = [
            "_producer": .string(Self.producer),
            "_schemaURL": .string("https://openlineage.io/spec/facets/\(schema).json"),
        ]
        for (key, value) in values { facet[key] = value }
        fields[name] = .mapping(facet)
    }

    // MARK: - Of runs

    mutating func setParent(_ parent: ParentRun, root: ParentRun) {
        var values = parent.fields
        values["root"] = .mapping(root.fields)
        add("parent", "1-2-0/ParentRunFacet", values)
    }

    mutating func setEngine() {
        add(
            "processing_engine", "1-1-1/ProcessingEngineRunFacet",
            ["name": "dbt", "version": .string(Compatibility.coreVersion)])
    }

    mutating func setError(_ message: String) {
        add(
            "errorMessage", "1-0-1/ErrorMessageRunFacet",
            ["message": .string(message), "programmingLanguage": "SQL"])
    }

    // MARK: - Of jobs

    /// - Parameter type: `MODEL`, `SEED`, `SNAPSHOT`, `TEST` or `JOB`.
    mutating func setJobType(_ type: String) {
        add(
            "jobType", "2-0-4/JobTypeJobFacet",
            ["processingType": "BATCH", "integration": "DBT", "jobType": .string(type)])
    }

    mutating func setSQL(_ query: String) {
        add("sql", "1-1-0/SQLJobFacet", ["query": .string(query), "dialect": "postgres"])
    }

    // MARK: - Of datasets

    mutating func setSource(_ namespace: String) {
        add(
            "dataSource", "1-0-1/DatasourceDatasetFacet",
            ["name": .string(namespace), "uri": .string(namespace)])
    }

    mutating func setDocumentation(_ text: String) {
        guard !text.isEmpty else { return }
        add("documentation", "1-1-0/DocumentationDatasetFacet", ["description": .string(text)])
    }

    /// - Parameter fields: `name`, `type` and `description` of each column.
    mutating func setSchema(_ fields: [DataValue]) {
        guard !fields.isEmpty else { return }
        add("schema", "1-2-0/SchemaDatasetFacet", ["fields": .list(fields)])
    }

    mutating func setOwners(_ names: [String]) {
        guard !names.isEmpty else { return }
        add(
            "ownership", "1-0-1/OwnershipDatasetFacet",
            ["owners": .list(names.map { .mapping(["name": .string($0)]) })])
    }

    mutating func setColumnLineage(_ columns: DataMapping) {
        guard !columns.isEmpty else { return }
        add("columnLineage", "1-2-0/ColumnLineageDatasetFacet", ["fields": .mapping(columns)])
    }

    mutating func setRowCount(_ count: Int) {
        add("outputStatistics", "1-0-2/OutputStatisticsOutputDatasetFacet", ["rowCount": .int(count)])
    }

    mutating func setAssertions(_ assertions: [DataValue]) {
        add("dataQualityAssertions", "1-1-0/DataQualityAssertionsDatasetFacet", ["assertions": .list(assertions)])
    }
}

/// A run that other runs are part of.
struct ParentRun: Sendable, Hashable {
    var namespace: String
    var name: String
    var runID: String

    init(namespace: String, name: String, runID: String) {
        self.namespace = namespace
        self.name = name
        self.runID = runID
    }

    /// Reads `namespace/name/uuid`, as OPENLINEAGE_PARENT_ID has it; nil for anything else.
    init?(_ text: String) {
        let parts = text.split(separator: "/")
        guard parts.count >= 3 else { return nil }
        namespace = String(parts[0])
        name = parts[1..<(parts.count - 1)].joined(separator: "/")
        runID = String(parts[parts.count - 1])
    }

    var fields: DataMapping {
        [
            "run": .mapping(["runId": .string(runID)]),
            "job": .mapping(["namespace": .string(namespace), "name": .string(name)]),
        ]
    }
}
