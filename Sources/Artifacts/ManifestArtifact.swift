public import Compiler
public import Diagnostics
internal import Formats
public import Platform
public import ProjectGraph
public import ProjectModel

/// manifest.json: the whole project as tools read it.
///
/// Source: dbt-core 1.11, manifest.json v12.
public struct ManifestArtifact {
    private let manifest: Manifest
    private let invocation: Invocation
    private let quoting: DataMapping
    /// What compiling and running added to nodes.
    private let executed: [UniqueID: Node]

    /// - Parameter executed: nodes as they are after the command ran.
    public init(_ manifest: Manifest, _ invocation: Invocation, executed: [UniqueID: Node] = [:]) {
        self.manifest = manifest
        self.invocation = invocation
        self.executed = executed
        quoting = manifest.projects[manifest.rootPackage]?.quoting ?? [:]
    }

    /// Writes the file into `directory`, all at once.
    /// - Parameter body: what `body()` gives for this manifest, if that is known already.
    public func write(
        to directory: String, _ files: any FileSystem, body: [ArraySlice<UInt8>]? = nil
    ) throws(Diagnostic) {
        do throws(FileError) {
            try files.write([head[...]] + (body ?? self.body()), to: Path.join(directory, "manifest.json"))
        } catch { throw error.diagnostic() }
    }

    /// The text of the file.
    public func json() -> [UInt8] { head + body().joined() }

    /// The text of the file up to the second member.
    private var head: [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("metadata", .mapping(metadata))
        return writer.bytes + Array(", ".utf8)
    }

    /// The text of the file behind the metadata, which alone differs between two commands that change nothing.
    ///
    /// In pieces, since it is long.
    public func body() -> [ArraySlice<UInt8>] {
        var text = PiecewiseJSON()
        text.writer.beginObject()
        // dbt leaves tests of what is switched off among the nodes, not enabled.
        let nodes = manifest.nodes.values.filter { $0.resourceType != .function } + manifest.disabled.droppedTests
        object("nodes", &text, nodes) { fields(of: $0) }
        object("sources", &text, Array(manifest.sources.values)) { ($0.uniqueID, $0.fields) }
        object("macros", &text, Array(manifest.macros.values)) { ($0.uniqueID, $0.fields) }
        object("docs", &text, Array(manifest.documentation.values)) { ($0.uniqueID, $0.fields) }
        resources("exposures", .exposure, &text)
        resources("metrics", .metric, &text)
        resources("groups", .group, &text)
        text.writer.member("selectors", .mapping(manifest.selectors))
        disabled(&text.writer)
        let dropped = manifest.disabled.droppedTests
        map("parent_map", &text.writer, dropped.map { ($0.uniqueID, $0.dependsOn.nodes) }) {
            manifest.graph.parents(of: $0)
        }
        var testsOf: [UniqueID: [UniqueID]] = [:]
        for test in dropped {
            for parent in test.dependsOn.nodes { testsOf[parent, default: []].append(test.uniqueID) }
        }
        map("child_map", &text.writer, dropped.map { ($0.uniqueID, []) }) {
            manifest.graph.children(of: $0) + (testsOf[$0] ?? [])
        }
        groupMap(&text.writer)
        resources("saved_queries", .savedQuery, &text)
        resources("semantic_models", .semanticModel, &text)
        object("unit_tests", &text, Array(manifest.unitTests.values)) { ($0.uniqueID, $0.fields) }
        object("functions", &text, manifest.nodes.values.filter { $0.resourceType == .function }) { fields(of: $0) }
        text.writer.endObject()
        var pieces = text.finish()
        // The brace stands in front of the metadata.
        pieces[0] = pieces[0].dropFirst()
        return pieces
    }

    private var metadata: DataMapping {
        var fields = ArtifactMetadata(invocation, schema: "manifest/v12").fields
        fields["project_name"] = .string(manifest.rootPackage)
        fields["project_id"] = .string(Hash.md5(Array(manifest.rootPackage.utf8)))
        fields["user_id"] = .null
        fields["send_anonymous_usage_stats"] = false
        fields["adapter_type"] = "postgres"
        fields["quoting"] = .mapping([
            "database": .bool(quoting["database"]?.bool ?? true), "schema": .bool(quoting["schema"]?.bool ?? true),
            "identifier": .bool(quoting["identifier"]?.bool ?? true), "column": .null,
        ])
        fields["run_started_at"] = .string(invocation.startedAt.pythonISO)
        return fields
    }

    private func fields(of node: Node) -> (UniqueID, DataMapping) {
        (node.uniqueID, (executed[node.uniqueID] ?? node).fields)
    }

    private func object<Element>(
        _ name: String, _ text: inout PiecewiseJSON, _ elements: [Element],
        _ entry: (Element) -> (UniqueID, DataMapping)
    ) {
        text.writer.key(name)
        text.writer.beginObject()
        for element in elements {
            let (id, fields) = entry(element)
            text.writer.key(id)
            text.writer.mapping(fields)
            text.cut()
        }
        text.writer.endObject()
    }

    private func resources(_ name: String, _ type: ResourceType, _ text: inout PiecewiseJSON) {
        object(name, &text, manifest.resources(of: type)) { ($0.uniqueID, $0.manifestFields) }
    }

    private func disabled(_ writer: inout JSONWriter) {
        var entries: OrderedDictionary<UniqueID, [DataValue]> = [:]
        for node in manifest.disabled.nodes { entries[node.uniqueID, default: []].append(.mapping(node.fields)) }
        for source in manifest.disabled.sources {
            entries[source.uniqueID, default: []].append(.mapping(source.fields))
        }
        for resource in manifest.disabled.resources {
            entries[resource.uniqueID, default: []].append(.mapping(resource.manifestFields))
        }
        for test in manifest.disabled.unitTests { entries[test.uniqueID, default: []].append(.mapping(test.fields)) }
        writer.member("disabled", .mapping(entries.mapValues { .list($0) }))
    }

    /// Ids with the ids next to them, sorted; dropped tests are not part of the graph, but of these maps.
    private func map(
        _ name: String, _ writer: inout JSONWriter, _ dropped: [(UniqueID, [UniqueID])],
        _ neighbours: (UniqueID) -> [UniqueID]
    ) {
        writer.key(name)
        writer.beginObject()
        for (id, ids) in manifest.graph.ids.lazy.map({ ($0, neighbours($0)) }) + dropped {
            writer.key(id)
            writer.beginArray()
            for neighbour in ids.sorted() { writer.string(neighbour) }
            writer.endArray()
        }
        writer.endObject()
    }

    private func groupMap(_ writer: inout JSONWriter) {
        let grouped =
            manifest.nodes.values.map { ($0.uniqueID, $0.group) }
            + [.savedQuery, .semanticModel, .metric].flatMap { (type: ResourceType) in
                manifest.resources(of: type).map { ($0.uniqueID, $0.config.group) }
            }
        let members = Dictionary(grouping: grouped) { $0.1 }
        var groups: DataMapping = [:]
        for group in manifest.resources(of: .group) {
            groups[group.name] = .strings((members[group.name] ?? []).map(\.0))
        }
        writer.member("group_map", .mapping(groups))
    }
}
