public import Formats
public import ProjectModel

/// That a column's values come from another column: an entry of `column_lineage.json`.
public struct ColumnEdge: Sendable, Hashable {
    public var from: UniqueID
    public var fromColumn: String
    public var to: UniqueID
    public var toColumn: String
    /// Whether the values are handed on as they are: `kind` is `copy`.
    public var isCopy: Bool

    /// - Parameter entry: `from`, `from_column`, `to`, `to_column` and `kind`; nil for anything else.
    public init?(_ entry: DataValue) {
        guard let from = entry["from"]?.string, let fromColumn = entry["from_column"]?.string,
            let to = entry["to"]?.string, let toColumn = entry["to_column"]?.string
        else { return nil }
        self.from = from
        self.fromColumn = fromColumn
        self.to = to
        self.toColumn = toColumn
        isCopy = entry["kind"]?.string == "copy"
    }

    /// `IDENTITY` or `TRANSFORMATION`, OpenLineage's words.
    var transformation: String { isCopy ? "IDENTITY" : "TRANSFORMATION" }
}
