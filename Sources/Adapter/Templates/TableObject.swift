public import Jinja
public import TemplateLibrary

/// A table as templates see it: agate's, as far as packages use it.
///
/// Source: dbt-core 1.11, agate Table surface used.
public final class TableObject: MethodObject {
    public let table: Table
    /// Where `print_table` writes.
    private let output: ((String) -> Void)?

    public init(_ table: Table, output: ((String) -> Void)? = nil) {
        self.table = table
        self.output = output
    }

    public override var typeName: String { "agate.table.Table" }
    public override var isIterable: Bool { true }
    public override var isSequence: Bool { true }
    public override var methodNames: Set<String> {
        [
            "print_table", "print_structure", "exclude", "select", "rename", "where", "find", "limit", "order_by",
            "distinct", "group_by",
        ]
    }

    public override func length() throws(TemplateError) -> Int? { table.rowCount }
    public override func makeIterator() throws(TemplateError) -> ValueIterator? { RowIterator(table) }
    public override func str() throws(TemplateError) -> Text { Text(table.structure) }

    public override func item(_ key: Value) throws(TemplateError) -> Value? {
        guard let index = key.int else { return nil }
        return TableRow.value(table, index)
    }

    public override func property(_ name: String) throws(TemplateError) -> Value? {
        switch name {
        case "rows": .object(TableRows(table))
        case "columns": .object(SequenceObject("MappedSequence", columns, keys: table.columnNames))
        case "column_names": .tuple(table.columnNames.map { .string(Text($0)) })
        case "column_types": .tuple(table.columnTypes.map { .object(ColumnTypeObject($0)) })
        case "row_names": .null
        default: nil
        }
    }

    private var columns: [Value] { table.columnNames.indices.map { .object(TableColumn(table, $0)) } }

    public override func invoke(
        _ name: String, _ arguments: Arguments, _ renderer: Renderer
    ) throws(TemplateError) -> Value {
        switch name {
        case "print_table", "print_structure":
            output?(name == "print_table" ? try printed(arguments) : table.structure)
            return .null
        case "select", "exclude":
            let bound = try Signature(name, required: ["key"]).bind(arguments)
            return derived(try selected(bound[0] ?? .null, isExcluding: name == "exclude"))
        case "rename":
            let bound = try Signature(name, optional: ["column_names", "row_names", "slug_columns", "slug_rows"])
                .bind(arguments)
            return derived(try renamed(bound[0] ?? .null))
        case "where", "find":
            let bound = try Signature(name, required: ["test"]).bind(arguments)
            let rows = try matching(bound[0] ?? .null, renderer, onlyFirst: name == "find")
            if name == "find" { return rows.first.flatMap { TableRow.value(table, $0) } ?? .null }
            return derived(table.taking(rows: rows))
        case "limit":
            let bound = try Signature(name, optional: ["start_or_stop", "stop", "step"]).bind(arguments)
            let first = bound[0]?.int
            let range = bound[1]?.int.map { (first ?? 0)..<max(first ?? 0, $0) } ?? 0..<(first ?? table.rowCount)
            let step = max(1, bound[2]?.int ?? 1)
            return derived(
                table.taking(
                    rows: Array(stride(from: range.lowerBound, to: min(range.upperBound, table.rowCount), by: step))))
        case "order_by": return try ordered(arguments, renderer)
        case "distinct": return try distinct(arguments, renderer)
        default: return try grouped(arguments, renderer)
        }
    }

    private func derived(_ table: Table) -> Value { .object(TableObject(table, output: output)) }

    private func printed(_ arguments: Arguments) throws(TemplateError) -> String {
        let bound = try Signature(
            "print_table",
            optional: ["max_rows", "max_columns", "output", "max_column_width", "locale", "max_precision"]
        ).bind(arguments)
        func limit(_ value: Value?, _ standard: Int) -> Int? {
            guard let value else { return standard }
            return value.int
        }
        return table.printed(
            maxRows: limit(bound[0], 20), maxColumns: limit(bound[1], 6), maxColumnWidth: limit(bound[3], 20),
            maxPrecision: limit(bound[5], 3))
    }

    private func columnIndex(_ key: Value) throws(TemplateError) -> Int {
        if let index = key.int, table.columnNames.indices.contains(index) { return index }
        if let name = key.string, let index = table.column(named: name) { return index }
        throw TemplateError(.key, try key.repr().string)
    }

    private func selected(_ key: Value, isExcluding: Bool) throws(TemplateError) -> Table {
        var columns: [Int] = []
        for name in try key.sequence() ?? [key] {
            if isExcluding, let text = name.string, table.column(named: text) == nil { continue }
            columns.append(try columnIndex(name))
        }
        return table.taking(columns: isExcluding ? table.columnNames.indices.filter { !columns.contains($0) } : columns)
    }

    private func renamed(_ names: Value) throws(TemplateError) -> Table {
        if let dict = names.dict {
            var result = table.columnNames
            for (index, name) in result.enumerated() { if let new = dict[name]?.string { result[index] = new } }
            return table.named(result)
        }
        guard let list = try names.sequence(), list.count == table.columnNames.count else { return table }
        var result: [String] = []
        for name in list { result.append(try name.str().string) }
        return table.named(result)
    }

    private func matching(_ test: Value, _ renderer: Renderer, onlyFirst: Bool) throws(TemplateError) -> [Int] {
        var rows: [Int] = []
        for row in 0..<table.rowCount {
            let argument = TableRow.value(table, row) ?? .null
            if try renderer.call(test, Arguments([argument])).isTrue() {
                rows.append(row)
                if onlyFirst { break }
            }
        }
        return rows
    }

    /// The value by which a row is ordered or grouped: a column, or what a function gives for the row.
    private func key(_ key: Value, _ row: Int, _ renderer: Renderer) throws(TemplateError) -> Value {
        guard !key.isCallable else {
            return try renderer.call(key, Arguments([TableRow.value(table, row) ?? .null]))
        }
        guard let keys = try key.sequence() else { return Value(table[row, try columnIndex(key)]) }
        var values: [Value] = []
        for column in keys { values.append(Value(table[row, try columnIndex(column)])) }
        return .tuple(values)
    }

    private func ordered(_ arguments: Arguments, _ renderer: Renderer) throws(TemplateError) -> Value {
        let bound = try Signature("order_by", required: ["key"], optional: ["reverse"]).bind(arguments)
        var rows: [(row: Int, key: Value)] = []
        for row in 0..<table.rowCount { rows.append((row, try key(bound[0] ?? .null, row, renderer))) }
        let isReversed = try bound[1]?.isTrue() ?? false
        var failure: TemplateError?
        rows.sort { left, right in
            do throws(TemplateError) {
                let (first, second) = isReversed ? (right, left) : (left, right)
                // As in agate, NULL stands behind everything else.
                if first.key.isNone || second.key.isNone { return !first.key.isNone && second.key.isNone }
                if try first.key.isLess(than: second.key) { return true }
                return try !second.key.isLess(than: first.key) && left.row < right.row
            } catch {
                failure = error
                return false
            }
        }
        if let failure { throw failure }
        return derived(table.taking(rows: rows.map(\.row)))
    }

    private func distinct(_ arguments: Arguments, _ renderer: Renderer) throws(TemplateError) -> Value {
        let bound = try Signature("distinct", optional: ["key"]).bind(arguments)
        let seen = DictObject()
        var rows: [Int] = []
        for row in 0..<table.rowCount {
            let value: Value
            if let chosen = bound[0], !chosen.isMissing {
                value = try key(chosen, row, renderer)
            } else {
                value = .tuple(table.row(row).map { Value($0) })
            }
            if try seen.get(value) == nil {
                try seen.set(value, true)
                rows.append(row)
            }
        }
        return derived(table.taking(rows: rows))
    }

    /// The tables of each value, in the order of their first rows.
    private func grouped(_ arguments: Arguments, _ renderer: Renderer) throws(TemplateError) -> Value {
        let bound = try Signature("group_by", required: ["key"], optional: ["key_name", "key_type"]).bind(arguments)
        let chosen = bound[0] ?? .null
        let groups = DictObject()
        var rows: [[Int]] = []
        for row in 0..<table.rowCount {
            let value = try key(chosen, row, renderer)
            if let index = try groups.get(value)?.int {
                rows[index].append(row)
            } else {
                try groups.set(value, .int(rows.count))
                rows.append([row])
            }
        }
        let result = DictObject()
        for (value, index) in groups.items {
            try result.set(value, derived(table.taking(rows: rows[index.int ?? 0])))
        }
        return .dict(result)
    }
}
