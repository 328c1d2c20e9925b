internal import Formats
internal import ProjectGraph
internal import ProjectModel

/// Relations as datasets of OpenLineage: their names, and what the project says about them.
struct LineageDatasets: Sendable {
    private let manifest: Manifest
    /// `postgres://host:port`.
    private let namespace: String
    /// The columns that each column comes from, by the node that it belongs to.
    private let columnParents: [UniqueID: [ColumnEdge]]

    init(_ manifest: Manifest, namespace: String, columnEdges: [ColumnEdge]) {
        self.manifest = manifest
        self.namespace = namespace
        columnParents = Dictionary(grouping: columnEdges, by: \.to)
    }

    /// What a node reads: relations only, those behind ephemeral models instead of these.
    func inputs(of id: UniqueID) -> [UniqueID] {
        var found: [UniqueID] = []
        var seen: Set<UniqueID> = []
        var stack = Array((manifest.nodes[id]?.dependsOn.nodes ?? []).reversed())
        while let parent = stack.popLast() {
            guard seen.insert(parent).inserted else { continue }
            if manifest.nodes[parent]?.isEphemeral == true {
                stack += (manifest.nodes[parent]?.dependsOn.nodes ?? []).reversed()
            } else if name(of: parent) != nil {
                found.append(parent)
            }
        }
        return found
    }

    /// `database.schema.relation`; nil for what has no relation.
    private func name(of id: UniqueID) -> String? {
        if let source = manifest.sources[id] { return "\(source.database).\(source.schema).\(source.identifier)" }
        guard let node = manifest.nodes[id], [.model, .seed, .snapshot].contains(node.resourceType), !node.isEphemeral
        else { return nil }
        return "\(node.database).\(node.schema).\(node.alias)"
    }

    /// A dataset with all that is known of it; nil for what has no relation.
    /// - Parameter rowCount: how many rows were written; nil for inputs and where it is not known.
    func output(_ id: UniqueID, rowCount: Int? = nil) -> DataMapping? {
        guard let name = name(of: id) else { return nil }
        var facets = described(id)
        facets.setColumnLineage(columnLineage(of: id))
        var dataset = dataset(name, facets)
        if let rowCount {
            var facets = Facets()
            facets.setRowCount(rowCount)
            dataset["outputFacets"] = .mapping(facets.fields)
        }
        return dataset
    }

    func input(_ id: UniqueID, assertions: [DataValue] = []) -> DataMapping? {
        guard let name = name(of: id) else { return nil }
        var dataset = dataset(name, described(id))
        if !assertions.isEmpty {
            var facets = Facets()
            facets.setAssertions(assertions)
            dataset["inputFacets"] = .mapping(facets.fields)
        }
        return dataset
    }

    private func dataset(_ name: String, _ facets: Facets) -> DataMapping {
        ["namespace": .string(namespace), "name": .string(name), "facets": .mapping(facets.fields)]
    }

    private func described(_ id: UniqueID) -> Facets {
        let (source, node) = (manifest.sources[id], manifest.nodes[id])
        var facets = Facets()
        facets.setSource(namespace)
        facets.setDocumentation(source?.description ?? node?.description ?? "")
        let columns = source?.columns ?? node?.columns ?? [:]
        facets.setSchema(
            columns.values.map { column in
                var field: DataMapping = ["name": .string(column.name)]
                if let type = column.dataType { field["type"] = .string(type) }
                if !column.description.isEmpty { field["description"] = .string(column.description) }
                return .mapping(field)
            })
        let owner = (source?.meta ?? node?.meta ?? [:])["owner"]
        facets.setOwners(owner?.list?.compactMap(\.string) ?? owner?.string.map { [$0] } ?? [])
        return facets
    }

    private func columnLineage(of id: UniqueID) -> DataMapping {
        var fields: DataMapping = [:]
        for edge in columnParents[id] ?? [] {
            guard let name = name(of: edge.from) else { continue }
            let transformation: DataMapping = ["type": "DIRECT", "subtype": .string(edge.transformation)]
            let input: DataMapping = [
                "namespace": .string(namespace), "name": .string(name), "field": .string(edge.fromColumn),
                "transformations": .list([.mapping(transformation)]),
            ]
            let known = fields[edge.toColumn]?["inputFields"]?.list ?? []
            fields[edge.toColumn] = .mapping(["inputFields": .list(known + [.mapping(input)])])
        }
        return fields
    }
}
