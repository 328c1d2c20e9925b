internal import Diagnostics
internal import Jinja
internal import SQLText
internal import TemplateLibrary

/// A table layout as the built-in materializations see it: `adapter.table_layout()`.
final class TableLayoutObject: MethodObject {
    private let layout: TableLayout

    init(_ layout: TableLayout) { self.layout = layout }

    override var typeName: String { "martlet.TableLayout" }
    override var methodNames: Set<String> { ["resolved", "prefix", "literal", "check_existing", "check_overwrite"] }

    override func property(_ name: String) throws(TemplateError) -> Value? {
        let partition = layout.partition
        switch name {
        case "is_partitioned": return .bool(partition != nil)
        case "is_clustered": return .bool(!layout.clusterColumns.isEmpty)
        case "is_plain": return .bool(partition == nil && layout.clusterColumns.isEmpty)
        case "cluster_columns": return .list(layout.clusterColumns.map { Value($0) })
        case "clause": return Value(partition?.clause)
        case "bucket": return Value(partition?.bucket)
        case "bounds": return Value(partition?.bounds)
        case "label": return Value(partition?.label)
        case "summary": return Value(partition?.summary)
        case "field": return Value(partition.map { Relation.quoted($0.field) })
        case "has_few_values": return .bool(partition?.hasFewValues ?? false)
        case "modulus":
            if case .hash(let modulus)? = partition?.method { return .int(modulus) }
            return .null
        case "order": return Value(order)
        default: return nil
        }
    }

    /// What rows are ordered by before they are written: partition by partition, and within each by the cluster columns.
    private var order: String {
        var terms: [String] = []
        if let partition = layout.partition, partition.strategy != "h" { terms.append(partition.orderTerm) }
        return (terms + layout.clusterColumns.map(Relation.quoted)).joined(separator: ", ")
    }

    override func invoke(_ name: String, _ arguments: Arguments, _ renderer: Renderer) throws(TemplateError) -> Value {
        switch name {
        case "resolved":
            let bound = try Signature(name, required: ["columns"]).bind(arguments)
            let columns = try bound[0]?.sequence()?.compactMap { ($0.object as? ColumnObject)?.column } ?? []
            let resolved = try carrying { () throws(Diagnostic) in try layout.resolved(with: columns) }
            return .object(TableLayoutObject(resolved))
        case "prefix":
            let bound = try Signature(name, required: ["identifier"]).bind(arguments)
            return Value(PartitionNames.prefix(try (bound[0] ?? .null).str().string))
        case "literal":
            let bound = try Signature(name, required: ["text"]).bind(arguments)
            return Value(SQL.literal(try (bound[0] ?? .null).str().string))
        case "check_existing":
            let bound = try Signature(name, required: ["relation", "strategy", "field", "summary"]).bind(arguments)
            let relation = bound[0]?.relation
            let found = ExistingPartitions(
                strategy: bound[1]?.string, field: bound[2]?.string, summary: bound[3]?.string)
            try carrying { () throws(Diagnostic) in try found.check(layout.partition, relation) }
            return ""
        default:
            try carrying { () throws(Diagnostic) in try checkOverwrite() }
            return ""
        }
    }

    /// - Throws: when whole partitions cannot be replaced by new rows.
    private func checkOverwrite() throws(Diagnostic) {
        guard let partition = layout.partition else {
            throw Diagnostic(
                .partitionOverwrite,
                "the incremental strategy insert_overwrite replaces partitions, but the model has none",
                hint: "set partition_by, or use another incremental_strategy")
        }
        if case .hash = partition.method {
            throw Diagnostic(
                .partitionOverwrite,
                "the incremental strategy insert_overwrite cannot replace hash partitions: any row may be in any of them",
                hint: "use incremental_strategy delete+insert or merge")
        }
    }
}

/// How a table that is there is partitioned.
struct ExistingPartitions {
    /// `pg_partitioned_table.partstrat`; nil when the table has no partitions.
    var strategy: String?
    var field: String?
    /// What Martlet wrote at its partitions; nil when they are somebody else's.
    var summary: String?

    /// - Throws: when rows cannot be added to the table as the model wants to have it.
    func check(_ wanted: PartitionSpec?, _ relation: Relation?) throws(Diagnostic) {
        let isAlike = strategy == wanted?.strategy && field == wanted?.field
        if isAlike, summary == nil || summary == wanted?.summary { return }
        let name = relation?.render() ?? "the table"
        let was = strategy == nil ? "is not partitioned" : "is partitioned in another way (\(summary ?? field ?? ""))"
        throw Diagnostic(
            .partitionChanged,
            wanted.map { "\(name) \(was), but the model asks for \($0.summary)" }
                ?? "\(name) is partitioned, but the model has no partition_by",
            family: .runtime, hint: "run the model once with --full-refresh, which builds the table anew")
    }
}
