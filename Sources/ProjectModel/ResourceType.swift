/// What kinds of resources a project has, under dbt's names.
///
/// Source: dbt-core 1.11, the values of `resource_type` in the manifest.
public enum ResourceType: String, Sendable, Hashable, CaseIterable {
    case model, seed, snapshot, test, analysis, operation
    case sqlOperation = "sql_operation"
    case unitTest = "unit_test"
    case source, exposure, metric, group, macro, function, fixture
    case docs = "doc"
    case semanticModel = "semantic_model"
    case savedQuery = "saved_query"

    /// Whether `ref()` finds resources of this type.
    public var isRefable: Bool { self == .model || self == .seed || self == .snapshot }
}

/// The name by which a resource is known in the whole project, such as `model.shop.orders`.
///
/// Source: dbt-core 1.11, unique ids.
public typealias UniqueID = String
