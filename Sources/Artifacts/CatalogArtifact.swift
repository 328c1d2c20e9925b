internal import Adapter
public import Compiler
public import Diagnostics
internal import Formats
public import Platform
public import ProjectGraph
internal import ProjectModel

/// catalog.json: what the relations of the project look like in the database.
///
/// Source: dbt-core 1.11, catalog.json v1.
public struct CatalogArtifact {
    private let manifest: Manifest
    private let invocation: Invocation
    private let answer: CatalogAnswer

    public init(_ manifest: Manifest, _ invocation: Invocation, _ answer: CatalogAnswer) {
        self.manifest = manifest
        self.invocation = invocation
        self.answer = answer
    }

    /// Writes the file into `directory`, all at once.
    public func write(to directory: String, _ files: any FileSystem) throws(Diagnostic) {
        try files.writeArtifact(json(), named: "catalog.json", into: directory)
    }

    /// The text of the file.
    public func json() -> [UInt8] {
        let tables = tables
        var nodes: DataMapping = [:]
        for node in manifest.nodes.values {
            guard node.resourceType.isRefable || node.resourceType == .test, shows(node.uniqueID) else { continue }
            let key = Self.key(node.database, node.schema, node.alias)
            if let table = tables[key] { nodes[node.uniqueID] = entry(table, node.uniqueID) }
        }
        var sources: DataMapping = [:]
        for source in manifest.sources.values where shows(source.uniqueID) {
            let key = Self.key(source.database, source.schema, source.identifier)
            if let table = tables[key] { sources[source.uniqueID] = entry(table, source.uniqueID) }
        }
        return JSON.bytes(
            .mapping([
                "metadata": .mapping(ArtifactMetadata(invocation, schema: "catalog/v1").fields),
                "nodes": .mapping(nodes), "sources": .mapping(sources),
                "errors": answer.errors.isEmpty ? .null : .strings(answer.errors),
            ]))
    }

    /// Two nodes may share a relation, of which one is not selected.
    private func shows(_ id: UniqueID) -> Bool { answer.selected?.contains(id) ?? true }

    private struct Relation {
        var metadata: DataMapping
        var columns: DataMapping = [:]
    }

    private static func key(_ database: String, _ schema: String, _ name: String) -> String {
        "\(database).\(schema).\(name)".lowercased()
    }

    private func entry(_ table: Relation, _ id: UniqueID) -> DataValue {
        .mapping([
            "metadata": .mapping(table.metadata), "columns": .mapping(table.columns),
            "stats": .mapping([
                "has_stats": .mapping([
                    "id": "has_stats", "label": "Has Stats?", "value": false, "include": false,
                    "description": "Indicates whether there are statistics for this table",
                ])
            ]), "unique_id": .string(id),
        ])
    }

    /// The rows, one a column, put together by relation.
    private var tables: [String: Relation] {
        var tables: [String: Relation] = [:]
        for rows in answer.tables { add(rows, to: &tables) }
        return tables
    }

    private func add(_ rows: Table, to tables: inout [String: Relation]) {
        let positions = Dictionary(
            uniqueKeysWithValues: rows.columnNames.enumerated().map { ($0.element, $0.offset) })
        for row in 0..<rows.rowCount {
            func text(_ name: String) -> String? { positions[name].flatMap { rows[row, $0].string } }
            let (database, schema, name) = (text("table_database"), text("table_schema"), text("table_name"))
            let key = Self.key(database ?? "", schema ?? "", name ?? "")
            if tables[key] == nil {
                tables[key] = Relation(metadata: [
                    "type": .text(text("table_type")), "schema": .text(schema), "name": .text(name),
                    "database": .text(database), "comment": .text(text("table_comment")),
                    "owner": .text(text("table_owner")),
                ])
            }
            guard let column = text("column_name") else { continue }
            tables[key]?.columns[column] = .mapping([
                "type": .text(text("column_type")),
                "index": text("column_index").flatMap { Int($0) }.map { .int($0) } ?? .null,
                "name": .string(column), "comment": .text(text("column_comment")),
            ])
        }
    }
}
