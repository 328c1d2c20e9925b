public import Formats
internal import OrderedCollections

/// What an event says about the node it belongs to: `data.node_info` of a JSON line.
public struct NodeInfo: Sendable, Hashable {
    public var uniqueID: String
    public var name: String
    public var path: String
    public var resourceType: String
    public var materialized: String
    public var checksum: String
    /// `started`, `compiling`, `executing`, a result's status, or `None`.
    public var status: String
    /// ISO times; empty as long as they are unknown.
    public var startedAt: String
    public var finishedAt: String
    public var meta: DataMapping
    public var database: String
    public var schema: String
    public var alias: String
    /// The relation with its quotes: `"db"."schema"."alias"`.
    public var relationName: String
    /// The group it belongs to: `name`, `package_name` and `owner`.
    public var group: DataMapping?

    public init(
        uniqueID: String, name: String, path: String, resourceType: String, materialized: String = "",
        checksum: String = "", status: String = "", startedAt: String = "", finishedAt: String = "",
        meta: DataMapping = [:], database: String = "", schema: String = "", alias: String = "",
        relationName: String = ""
    ) {
        self.uniqueID = uniqueID
        self.name = name
        self.path = path
        self.resourceType = resourceType
        self.materialized = materialized
        self.checksum = checksum
        self.status = status
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.meta = meta
        self.database = database
        self.schema = schema
        self.alias = alias
        self.relationName = relationName
    }

    var data: DataMapping {
        [
            "materialized": .string(materialized), "meta": .mapping(meta), "node_checksum": .string(checksum),
            "node_finished_at": .string(finishedAt), "node_name": .string(name), "node_path": .string(path),
            "node_relation": .mapping([
                "alias": .string(alias), "database": .string(database), "relation_name": .string(relationName),
                "schema": .string(schema),
            ]),
            "node_started_at": .string(startedAt), "node_status": .string(status),
            "resource_type": .string(resourceType), "unique_id": .string(uniqueID),
        ]
    }
}
