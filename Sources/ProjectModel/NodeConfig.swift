public import Formats

/// The resolved configuration of a node: every key with its final value, in dbt's order, unknown keys last.
///
/// It is a mapping because projects may put any key there and read it back with `config.get()`; the keys that Martlet
/// itself understands have accessors.
public struct NodeConfig: Sendable, Hashable {
    public var values: DataMapping

    public init(_ values: DataMapping = [:]) { self.values = values }

    public subscript(key: String) -> DataValue? {
        get { values[key] }
        set { values[key] = newValue }
    }
}

extension NodeConfig {
    public var isEnabled: Bool { values["enabled"]?.bool ?? true }
    public var materialized: String { values["materialized"]?.string ?? "view" }
    public var alias: String? { values["alias"]?.string }
    public var schema: String? { values["schema"]?.string }
    public var database: String? { values["database"]?.string }
    public var group: String? { values["group"]?.string }
    public var access: String? { values["access"]?.string }
    public var tags: [String] { strings(values["tags"]) }
    public var meta: DataMapping { values["meta"]?.mapping ?? [:] }
    public var fullRefresh: Bool? { values["full_refresh"]?.bool }
    public var hasContract: Bool { values["contract"]?["enforced"]?.bool ?? false }
    public var preHooks: [Hook] { hooks("pre-hook") }
    public var postHooks: [Hook] { hooks("post-hook") }

    // Of tests
    public var severity: String { values["severity"]?.string ?? "ERROR" }
    public var failCalc: String { values["fail_calc"]?.string ?? "count(*)" }
    public var warnIf: String { values["warn_if"]?.string ?? "!= 0" }
    public var errorIf: String { values["error_if"]?.string ?? "!= 0" }

    private func strings(_ value: DataValue?) -> [String] {
        switch value {
        case .string(let text): [text]
        case .list(let items): items.compactMap(\.string)
        default: []
        }
    }

    private func hooks(_ key: String) -> [Hook] {
        (values[key]?.list ?? []).compactMap { item in
            guard let sql = item["sql"]?.string else { return nil }
            return Hook(sql: sql, isInTransaction: item["transaction"]?.bool ?? true, index: item["index"]?.int)
        }
    }
}

/// A statement that runs before or after a node, or before or after a whole command.
public struct Hook: Sendable, Hashable {
    /// A template; it is rendered when the hook runs.
    public var sql: String
    public var isInTransaction: Bool
    /// The position in its list, when it was given.
    public var index: Int?

    public init(sql: String, isInTransaction: Bool = true, index: Int? = nil) {
        self.sql = sql
        self.isInTransaction = isInTransaction
        self.index = index
    }
}
