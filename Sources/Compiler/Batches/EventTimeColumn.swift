internal import Formats
internal import ProjectModel
internal import SQLText

/// The column that says when a row happened, as `event_time` names it, ready for SQL.
struct EventTimeColumn {
    let name: String

    init?(of node: Node) {
        guard let column = node.config["event_time"]?.string, !column.isEmpty else { return nil }
        name = Self.name(column, node.columns, node.config["quoting"])
    }

    init?(of source: SourceTable) {
        guard let column = source.config["event_time"]?.string, !column.isEmpty else { return nil }
        name = Self.name(column, source.columns, .mapping(source.quoting))
    }

    /// In quotes when the column says `quote`, or else the resource's `quoting` of columns.
    private static func name(_ column: String, _ columns: Columns, _ quoting: DataValue?) -> String {
        let isQuoted = columns.values.first { $0.name == column }?.quote ?? quoting?["column"]?.bool ?? false
        return isQuoted ? SQL.quotedIdentifier(column) : column
    }
}
