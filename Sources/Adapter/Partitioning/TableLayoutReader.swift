internal import Diagnostics
internal import Formats

/// Reads `partition_by` and `cluster_by`.
enum TableLayoutReader {
    private static let keys = ["field", "data_type", "granularity", "range", "type", "modulus"]

    static func read(_ config: TableLayoutConfig) throws(Diagnostic) -> TableLayout {
        TableLayout(partition: try partition(config.partitionBy), clusterColumns: try columns(config.clusterBy))
    }

    private static func columns(_ value: DataValue) throws(Diagnostic) -> [String] {
        switch value {
        case .null: return []
        case .string(let name): return [name]
        case .list(let items):
            let names = items.compactMap(\.string)
            if names.count == items.count { return names }
        default: break
        }
        throw invalid("`cluster_by` must be the name of a column or a list of names")
    }

    private static func partition(_ value: DataValue) throws(Diagnostic) -> PartitionSpec? {
        if value.isNull { return nil }
        if let name = value.string { return PartitionSpec(field: name) }
        guard let entries = value.mapping else {
            throw invalid("`partition_by` must be a mapping with at least a `field`")
        }
        for key in entries.keys where !keys.contains(key) {
            throw invalid(
                "`partition_by` has no key `\(key)`",
                hint: Suggestion.hint(for: key, in: keys) ?? "known keys: \(keys.joined(separator: ", "))")
        }
        guard let field = entries["field"]?.string, !field.isEmpty else {
            throw invalid("`partition_by` needs a `field`: the column that tells a row's partition")
        }
        var spec = PartitionSpec(field: field)
        if let range = entries["range"], !range.isNull { spec.integers = try integers(range) }
        spec.method = try method(entries)
        spec.dataType = try dataType(entries["data_type"] ?? .null)
        if let granularity = entries["granularity"], !granularity.isNull {
            spec.granularity = try choice(granularity, "partition_by.granularity")
        }
        try check(spec, entries)
        return spec
    }

    private static func method(_ entries: DataMapping) throws(Diagnostic) -> PartitionSpec.Method {
        let modulus = entries["modulus"] ?? .null
        let name = entries["type"] ?? .null
        guard name.isNull || name.string != nil else { throw invalid("`partition_by.type` must be a name") }
        switch name.string?.lowercased() ?? "range" {
        case "range", "list":
            guard modulus.isNull else { throw invalid("`partition_by.modulus` is for `type: hash`") }
            return name.string?.lowercased() == "list" ? .list : .range
        case "hash":
            guard let number = modulus.int, number > 0 else {
                throw invalid("`partition_by.modulus` must say how many partitions `type: hash` makes")
            }
            return .hash(modulus: number)
        default: throw invalid("`partition_by.type` must be one of: range, list, hash")
        }
    }

    private static func dataType(_ value: DataValue) throws(Diagnostic) -> PartitionSpec.DataType? {
        if value.isNull { return nil }
        switch value.string?.lowercased() {
        case "datetime", "timestamp without time zone": return .timestamp
        case "timestamp with time zone": return .timestamptz
        case "int64", "integer", "bigint", "smallint": return .int
        default: return try choice(value, "partition_by.data_type")
        }
    }

    private static func integers(_ value: DataValue) throws(Diagnostic) -> PartitionSpec.IntegerRange {
        for key in value.mapping?.keys ?? [] where !["start", "end", "interval"].contains(key) {
            throw invalid("`partition_by.range` has no key `\(key)`", hint: "known keys: start, end, interval")
        }
        guard let start = value["start"]?.int, let end = value["end"]?.int, let interval = value["interval"]?.int,
            start < end, interval > 0
        else {
            throw invalid(
                "`partition_by.range` must have whole numbers `start`, `end` (greater than `start`) and `interval` "
                    + "(greater than 0)")
        }
        return .init(start: start, end: end, interval: interval)
    }

    /// What each key is for.
    private static func check(_ spec: PartitionSpec, _ entries: DataMapping) throws(Diagnostic) {
        let hasGranularity = !(entries["granularity"] ?? .null).isNull
        if spec.method != .range {
            if spec.integers != nil { throw invalid("`partition_by.range` is for `type: range`") }
            if hasGranularity { throw invalid("`partition_by.granularity` is for `type: range`") }
        }
        if spec.integers != nil, hasGranularity || spec.dataType != nil && spec.dataType != .int {
            throw invalid("`partition_by.range` is for `data_type: int`, dates have a `granularity`")
        }
        if spec.method == .range, spec.dataType == .int, spec.integers == nil {
            throw invalid(
                "`partition_by` of whole numbers needs a `range`",
                hint: "for example range: {start: 0, end: 1000000, interval: 10000}")
        }
        if spec.dataType == .date, spec.granularity == .hour {
            throw invalid("`partition_by.granularity` of a date cannot be `hour`")
        }
    }

    private static func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ value: DataValue, _ what: String
    ) throws(Diagnostic) -> Choice {
        if let choice = value.string.flatMap({ Choice(rawValue: $0.lowercased()) }) { return choice }
        let names = Choice.allCases.map(\.rawValue)
        throw invalid(
            "`\(what)` must be one of: \(names.joined(separator: ", "))",
            hint: value.string.flatMap { Suggestion.hint(for: $0, in: names) })
    }

    static func invalid(_ message: String, hint: String? = nil) -> Diagnostic {
        Diagnostic(.partitionInvalid, message, hint: hint)
    }
}
