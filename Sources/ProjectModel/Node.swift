public import Formats

/// A resource that has code or data of its own and takes part in the graph: model, seed, snapshot, test, analysis,
/// operation (hook) or function.
///
/// The properties are those of the manifest, under the same names. Source: dbt-core 1.11, node keys.
public struct Node: Sendable, Hashable {
    /// Everything stands in an array of one element, which is shared until it is changed: thousands of nodes go through
    /// many hands, and copying fifty fields each time was a tenth of a parse.
    private var storage: [Fields]

    private static let defaultDocs: DataMapping = ["show": true, "node_color": .null]

    private struct Fields: Sendable, Hashable {
        var uniqueID: UniqueID
        var resourceType: ResourceType
        var name: String
        var packageName: String
        var path: String
        var originalFilePath: String
        var fqn: [String]
        var checksum: FileChecksum
        var rawCode: String
        var firstLine: Int = 1
        var database: String = ""
        var schema: String = ""
        var alias: String = ""
        var relationName: String?
        var config: NodeConfig = NodeConfig()
        var unrenderedConfig: DataMapping = [:]
        var configCalls: DataMapping = [:]
        var tags: [String] = []
        var description: String = ""
        var columns: Columns = [:]
        var meta: DataMapping = [:]
        var group: String?
        var docs: DataMapping = Node.defaultDocs
        var patchPath: String?
        var docBlocks: [UniqueID] = []
        var language: String = "sql"
        var createdAt: Double = 0
        var refs: [RefCall] = []
        var sources: [SourceCall] = []
        var metrics: [NamedCall] = []
        var functions: [NamedCall] = []
        var dependsOn: DependsOn = DependsOn()
        var details: Details = .none
        var compilation: Compilation?
        var buildPath: String?
        var deferRelation: DeferRelation?
    }

    public var uniqueID: UniqueID {
        get { storage[0].uniqueID }
        _modify { yield &storage[0].uniqueID }
    }
    public var resourceType: ResourceType {
        get { storage[0].resourceType }
        _modify { yield &storage[0].resourceType }
    }
    public var name: String {
        get { storage[0].name }
        _modify { yield &storage[0].name }
    }
    public var packageName: String {
        get { storage[0].packageName }
        _modify { yield &storage[0].packageName }
    }
    /// Relative to the resource path in which the file was found, such as `marts/orders.sql`.
    public var path: String {
        get { storage[0].path }
        _modify { yield &storage[0].path }
    }
    /// Relative to the project (or package) folder, such as `models/marts/orders.sql`.
    public var originalFilePath: String {
        get { storage[0].originalFilePath }
        _modify { yield &storage[0].originalFilePath }
    }
    public var fqn: [String] {
        get { storage[0].fqn }
        _modify { yield &storage[0].fqn }
    }
    public var checksum: FileChecksum {
        get { storage[0].checksum }
        _modify { yield &storage[0].checksum }
    }
    /// The source text without leading and trailing white space; empty for seeds.
    public var rawCode: String {
        get { storage[0].rawCode }
        _modify { yield &storage[0].rawCode }
    }
    /// The line of the file on which `rawCode` begins.
    public var firstLine: Int {
        get { storage[0].firstLine }
        _modify { yield &storage[0].firstLine }
    }

    // Where it lands in the database
    public var database: String {
        get { storage[0].database }
        _modify { yield &storage[0].database }
    }
    public var schema: String {
        get { storage[0].schema }
        _modify { yield &storage[0].schema }
    }
    public var alias: String {
        get { storage[0].alias }
        _modify { yield &storage[0].alias }
    }
    /// `"database"."schema"."alias"` as quoting says; nil for what has no relation.
    public var relationName: String? {
        get { storage[0].relationName }
        _modify { yield &storage[0].relationName }
    }

    // What the project says of it
    public var config: NodeConfig {
        get { storage[0].config }
        _modify { yield &storage[0].config }
    }
    public var unrenderedConfig: DataMapping {
        get { storage[0].unrenderedConfig }
        _modify { yield &storage[0].unrenderedConfig }
    }
    /// What `config()` calls of the code set, merged; for tests of yml files, what stands there.
    public var configCalls: DataMapping {
        get { storage[0].configCalls }
        _modify { yield &storage[0].configCalls }
    }
    public var tags: [String] {
        get { storage[0].tags }
        _modify { yield &storage[0].tags }
    }
    public var description: String {
        get { storage[0].description }
        _modify { yield &storage[0].description }
    }
    public var columns: Columns {
        get { storage[0].columns }
        _modify { yield &storage[0].columns }
    }
    public var meta: DataMapping {
        get { storage[0].meta }
        _modify { yield &storage[0].meta }
    }
    public var group: String? {
        get { storage[0].group }
        _modify { yield &storage[0].group }
    }
    public var docs: DataMapping {
        get { storage[0].docs }
        _modify { yield &storage[0].docs }
    }
    /// `package://models/schema.yml` when properties were found.
    public var patchPath: String? {
        get { storage[0].patchPath }
        _modify { yield &storage[0].patchPath }
    }
    public var docBlocks: [UniqueID] {
        get { storage[0].docBlocks }
        _modify { yield &storage[0].docBlocks }
    }
    /// `sql` or `python`.
    public var language: String {
        get { storage[0].language }
        _modify { yield &storage[0].language }
    }
    /// Seconds since 1970.
    public var createdAt: Double {
        get { storage[0].createdAt }
        _modify { yield &storage[0].createdAt }
    }

    // What it reads
    public var refs: [RefCall] {
        get { storage[0].refs }
        _modify { yield &storage[0].refs }
    }
    public var sources: [SourceCall] {
        get { storage[0].sources }
        _modify { yield &storage[0].sources }
    }
    public var metrics: [NamedCall] {
        get { storage[0].metrics }
        _modify { yield &storage[0].metrics }
    }
    public var functions: [NamedCall] {
        get { storage[0].functions }
        _modify { yield &storage[0].functions }
    }
    public var dependsOn: DependsOn {
        get { storage[0].dependsOn }
        _modify { yield &storage[0].dependsOn }
    }

    /// What only one type of node has.
    public var details: Details {
        get { storage[0].details }
        _modify { yield &storage[0].details }
    }

    // What execution adds; nil until then
    public var compilation: Compilation? {
        get { storage[0].compilation }
        _modify { yield &storage[0].compilation }
    }
    /// Relative to the project, such as `target/run/shop/models/orders.sql`; set when the node has run.
    public var buildPath: String? {
        get { storage[0].buildPath }
        _modify { yield &storage[0].buildPath }
    }
    /// Where the relation stands in the environment that `--defer` names.
    public var deferRelation: DeferRelation? {
        get { storage[0].deferRelation }
        _modify { yield &storage[0].deferRelation }
    }

    public init(
        uniqueID: UniqueID, resourceType: ResourceType, name: String, packageName: String, path: String,
        originalFilePath: String, fqn: [String], checksum: FileChecksum, rawCode: String
    ) {
        storage = [
            Fields(
                uniqueID: uniqueID, resourceType: resourceType, name: name, packageName: packageName, path: path,
                originalFilePath: originalFilePath, fqn: fqn, checksum: checksum, rawCode: rawCode)
        ]
    }
}

extension Node {
    public var model: ModelDetails? {
        if case .model(let details) = details { return details }
        return nil
    }

    public var genericTest: GenericTestDetails? {
        if case .genericTest(let details) = details { return details }
        return nil
    }

    public var isEphemeral: Bool { config.materialized == "ephemeral" }

    /// The name under which selection and `ls --output name` know it: `orders`, or `orders.v2` for a version.
    public var searchName: String {
        guard let version = model?.version else { return name }
        return "\(name).v\(version.text)"
    }

    /// How dbt calls the node in errors: `model orders (models/orders.sql)`.
    public var label: String { "\(resourceType.rawValue) \(name) (\(originalFilePath))" }
}
