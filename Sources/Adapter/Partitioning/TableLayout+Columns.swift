internal import Diagnostics

/// Holding a layout against the columns of the model's query.
extension TableLayout {
    /// The layout with the names that the query gives, and the type of the partitioned column.
    /// - Parameter columns: with the driver's type names, as `adapter.get_column_schema_from_query` gives them.
    func resolved(with columns: [DatabaseColumn]) throws(Diagnostic) -> TableLayout {
        var result = self
        result.clusterColumns = try clusterColumns.map { name throws(Diagnostic) in
            try Self.column(name, of: "cluster_by", in: columns).name
        }
        if let partition {
            let column = try Self.column(partition.field, of: "partition_by", in: columns)
            result.partition = try partition.resolved(with: column)
        }
        return result
    }

    /// The column that a config names: exactly, or but for the case of letters.
    private static func column(
        _ name: String, of key: String, in columns: [DatabaseColumn]
    ) throws(Diagnostic) -> DatabaseColumn {
        let folded = name.lowercased()
        if let column = columns.first(where: { $0.name == name })
            ?? columns.first(where: { $0.name.lowercased() == folded })
        {
            return column
        }
        let names = columns.map(\.name)
        throw Diagnostic(
            .partitionColumn, "`\(key)` names the column \(name), which the query does not have",
            hint: Suggestion.hint(for: name, in: names) ?? "the query has: \(names.joined(separator: ", "))")
    }
}

extension PartitionSpec {
    private static let driverTypes: [String: DataType] = [
        "DATE": .date, "DATETIME": .timestamp, "DATETIMETZ": .timestamptz, "INTEGER": .int, "LONGINTEGER": .int,
    ]

    fileprivate func resolved(with column: DatabaseColumn) throws(Diagnostic) -> PartitionSpec {
        var result = self
        result.field = column.name
        guard method == .range else { return result }
        guard let actual = Self.driverTypes[column.dtype] else {
            throw Diagnostic(
                .partitionColumn,
                "range partitions need a date, a timestamp or a whole number, but \(column.name) is \(column.dtype)",
                hint: "cast the column, or use type: list or type: hash")
        }
        if let dataType, dataType != actual {
            throw Diagnostic(
                .partitionColumn,
                "`partition_by.data_type` is \(dataType.rawValue), but \(column.name) is \(actual.rawValue)",
                hint: "cast the column, or leave data_type out")
        }
        if actual != .int, integers != nil {
            throw TableLayoutReader.invalid(
                "`partition_by.range` is for whole numbers, but \(column.name) is \(actual.rawValue)")
        }
        result.dataType = actual
        if actual == .int, integers == nil {
            throw TableLayoutReader.invalid(
                "`partition_by` of whole numbers needs a `range`",
                hint: "for example range: {start: 0, end: 1000000, interval: 10000}")
        }
        if actual == .date, granularity == .hour {
            throw TableLayoutReader.invalid("`partition_by.granularity` of a date cannot be `hour`")
        }
        return result
    }
}
