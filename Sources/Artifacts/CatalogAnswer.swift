public import Adapter
public import ProjectModel

/// What the database said about the relations of a project; nothing for an empty catalogue.
public struct CatalogAnswer: Sendable {
    /// What the macro `get_catalog_relations` gave, a table for each database that was asked.
    public var tables: [Table] = []
    /// The databases that could not be asked, in dbt's words.
    public var errors: [String] = []
    /// The nodes and sources to show; nil for all.
    public var selected: Set<UniqueID>?

    public init(selected: Set<UniqueID>? = nil) { self.selected = selected }
}
