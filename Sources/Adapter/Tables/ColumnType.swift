/// The type of a table's column, as agate and dbt name them.
///
/// Source: dbt_common 1.x, `clients/agate_helper.py`.
public enum ColumnType: String, Sendable, Hashable {
    case integer = "Integer"
    case number = "Number"
    case date = "Date"
    case dateTime = "DateTime"
    case isoDateTime = "ISODateTime"
    case boolean = "Boolean"
    case text = "Text"
}
