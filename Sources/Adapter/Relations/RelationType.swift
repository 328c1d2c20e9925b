/// What kind of thing a relation is, under dbt's names.
public enum RelationType: String, Sendable, Hashable, CaseIterable {
    case table, view, cte, ephemeral, external, function
    case materializedView = "materialized_view"
    case pointerTable = "pointer_table"

    /// The name of the class attribute in templates: `api.Relation.MaterializedView`.
    var attributeName: String {
        switch self {
        case .table: "Table"
        case .view: "View"
        case .cte: "CTE"
        case .ephemeral: "Ephemeral"
        case .external: "External"
        case .function: "Function"
        case .materializedView: "MaterializedView"
        case .pointerTable: "PointerTable"
        }
    }

    /// What the catalogue's `relkind` is to dbt; nil for kinds that dbt does not list.
    init?(relkind: UInt8?) {
        switch relkind {
        case UInt8(ascii: "r"), UInt8(ascii: "p"): self = .table
        case UInt8(ascii: "v"): self = .view
        case UInt8(ascii: "m"): self = .materializedView
        case UInt8(ascii: "f"): self = .external
        default: return nil
        }
    }
}
