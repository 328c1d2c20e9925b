public import Formats
public import ProjectModel

/// A generic test as a yml file asks for it, with the names that dbt gives it.
///
/// Source: dbt-core 1.11, data tests.
public struct TestDeclaration: Sendable {
    /// What the test is attached to.
    public enum Target: Sendable, Hashable {
        /// A model, seed or snapshot, found as `ref(name)` or `ref(name, version=…)` in the package of the yml file.
        case node(name: String, version: ModelVersion?)
        case source(name: String, table: String)
    }

    public var target: Target
    public var place: PropertyPlace
    /// The macro's name without `test_`, and the package before it when it is qualified.
    public var testName: String
    public var namespace: String?
    /// As written, with `column_name` (quoted where the yml asks for it) and, last, `model`.
    public var arguments: DataMapping
    public var columnName: String?
    public var description = ""
    /// The test's own configuration, rendered; it counts as a `config()` call in the test's code.
    public var config: DataMapping = [:]
    /// Of the column and the test: sorted, without repetition.
    public var tags: [String] = []
    /// `models.orders` or `sources.shop`.
    public var fileKeyName: String

    /// The full generated name, or the `name:` that was given.
    public var name: String
    /// `<short name>.sql`, the file name below the folder of compiled tests.
    public var path: String
    public var uniqueID: UniqueID
    public var fqn: [String]
    /// `{{ test_unique(**_dbt_generic_test_kwargs) }}{{ config(…) }}`.
    public var rawCode: String
}
