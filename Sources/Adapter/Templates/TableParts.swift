internal import Jinja
internal import TemplateLibrary

/// agate's `MappedSequence`: values by position or by name; iterating gives the values.
class SequenceObject: MethodObject {
    private let className: String
    private let keys: [String]?
    /// The values; subclasses make them when they are first asked for.
    private(set) lazy var values: [Value] = makeValues()

    init(_ className: String, _ values: [Value], keys: [String]?) {
        self.className = className
        self.keys = keys
        given = values
    }

    private let given: [Value]
    func makeValues() -> [Value] { given }

    override var typeName: String { className }
    override var isIterable: Bool { true }
    override var isSequence: Bool { true }
    override var methodNames: Set<String> { ["keys", "values", "items", "get", "dict"] }

    override func length() throws(TemplateError) -> Int? { values.count }
    override func makeIterator() throws(TemplateError) -> ValueIterator? { ArrayIterator(values) }

    override func item(_ key: Value) throws(TemplateError) -> Value? {
        if case .int(let index) = key {
            let position = index < 0 ? values.count + index : index
            return values.indices.contains(position) ? values[position] : nil
        }
        guard let name = key.string, let index = keys?.firstIndex(of: name) else { return nil }
        return values[index]
    }

    override func invoke(_ name: String, _ arguments: Arguments, _ renderer: Renderer) throws(TemplateError) -> Value {
        switch name {
        case "keys": return keys.map { .tuple($0.map { .string(Text($0)) }) } ?? .null
        case "values": return .tuple(values)
        case "items": return .tuple(zip(keys ?? [], values).map { .tuple([.string(Text($0)), $1]) })
        case "dict": return .dict(DictObject(zip(keys ?? [], values).map { ($0, $1) }))
        default:
            let bound = try Signature(name, required: ["key"], optional: ["default"]).bind(arguments)
            if let value = try item(bound[0] ?? .null) { return value }
            return bound[1] ?? .null
        }
    }

    override func isEqual(to other: Value) throws(TemplateError) -> Bool {
        let others: [Value]
        switch other {
        case .object(let object as SequenceObject): others = object.values
        case .list(let list): others = list.items
        case .tuple(let tuple): others = tuple.items
        default: return false
        }
        return try Value.tuple(values).isEqual(to: .tuple(others))
    }

    override func hash() throws(TemplateError) -> Int {
        throw TemplateError(.type, "unhashable type: '\(className)'")
    }

    override func repr() throws(TemplateError) -> Text {
        var sample: [String] = []
        for value in values.prefix(5) { sample.append(try value.repr().string) }
        if values.count > 5 { sample.append("...") }
        return Text("<agate.\(className): (\(sample.joined(separator: ", ")))>")
    }
}

/// One row of a table.
final class TableRow: SequenceObject {
    private let table: Table
    private let row: Int

    private init(_ table: Table, _ row: Int) {
        self.table = table
        self.row = row
        super.init("Row", [], keys: table.columnNames)
    }

    override func makeValues() -> [Value] { table.row(row).map { Value($0) } }

    /// The row at a position, from the end when it is negative; nil when there is none.
    static func value(_ table: Table, _ index: Int) -> Value? {
        let row = index < 0 ? table.rowCount + index : index
        guard row >= 0, row < table.rowCount else { return nil }
        return .object(TableRow(table, row))
    }
}

/// All rows of a table.
final class TableRows: SequenceObject {
    private let table: Table

    init(_ table: Table) {
        self.table = table
        super.init("MappedSequence", [], keys: nil)
    }

    override func makeValues() -> [Value] { (0..<table.rowCount).compactMap { TableRow.value(table, $0) } }
    override func length() throws(TemplateError) -> Int? { table.rowCount }
    override func makeIterator() throws(TemplateError) -> ValueIterator? { RowIterator(table) }
    override func item(_ key: Value) throws(TemplateError) -> Value? {
        guard let index = key.int else { return nil }
        return TableRow.value(table, index)
    }
}

/// Goes through the rows without making all of them first.
final class RowIterator: ValueIterator {
    private let table: Table
    private var row = 0

    init(_ table: Table) { self.table = table }

    override func next() throws(TemplateError) -> Value? {
        guard row < table.rowCount else { return nil }
        defer { row += 1 }
        return TableRow.value(table, row)
    }
}

/// One column of a table.
final class TableColumn: SequenceObject {
    private let table: Table
    private let column: Int

    init(_ table: Table, _ column: Int) {
        self.table = table
        self.column = column
        super.init("Column", [], keys: nil)
    }

    override func makeValues() -> [Value] { (0..<table.rowCount).map { Value(table[$0, column]) } }
    override func length() throws(TemplateError) -> Int? { table.rowCount }

    override var methodNames: Set<String> {
        super.methodNames.union([
            "values_distinct", "values_without_nulls", "values_sorted", "values_without_nulls_sorted",
        ])
    }

    override func property(_ name: String) throws(TemplateError) -> Value? {
        switch name {
        case "name": .string(Text(table.columnNames[column]))
        case "index": .int(column)
        case "data_type": .object(ColumnTypeObject(table.columnTypes[column]))
        default: nil
        }
    }

    override func invoke(_ name: String, _ arguments: Arguments, _ renderer: Renderer) throws(TemplateError) -> Value {
        switch name {
        case "values_without_nulls": return .tuple(values.filter { !$0.isNone })
        case "values_distinct":
            let distinct = DictObject()
            for value in values where try distinct.get(value) == nil { try distinct.set(value, true) }
            return .tuple(distinct.keys)
        case "values_sorted", "values_without_nulls_sorted":
            var failure: TemplateError?
            let sorted = values.filter { !$0.isNone }.sorted { left, right in
                do throws(TemplateError) {
                    return try left.isLess(than: right)
                } catch {
                    failure = error
                    return false
                }
            }
            if let failure { throw failure }
            let nulls = name == "values_sorted" ? values.filter(\.isNone) : []
            return .list(sorted + nulls)
        default: return try super.invoke(name, arguments, renderer)
        }
    }
}

/// The type of a table's column.
final class ColumnTypeObject: MethodObject {
    let type: ColumnType

    init(_ type: ColumnType) { self.type = type }

    override var typeName: String {
        switch type {
        case .integer, .number, .isoDateTime: "dbt_common.clients.agate_helper.\(type.rawValue)"
        case .date: "agate.data_types.date.Date"
        case .dateTime: "agate.data_types.date_time.DateTime"
        case .boolean: "agate.data_types.boolean.Boolean"
        case .text: "agate.data_types.text.Text"
        }
    }

    override var methodNames: Set<String> { ["jsonify", "csvify"] }

    /// A value of the column as JSON or a CSV file would have it.
    override func invoke(_ name: String, _ arguments: Arguments, _ renderer: Renderer) throws(TemplateError) -> Value {
        let value = try Signature(name, required: ["d"]).bind(arguments)[0] ?? .null
        guard !value.isNone else { return .null }
        switch (type, name) {
        case (.integer, "jsonify"), (.boolean, "jsonify"): return value
        case (.number, "jsonify"):
            guard case .decimal(let number) = value else { return value }
            return .float(number.double)
        case (.date, _), (.dateTime, _), (.isoDateTime, _):
            return try value.callMethod("isoformat", Arguments(), renderer)
        default: return .string(try value.str())
        }
    }

    override func isEqual(to other: Value) throws(TemplateError) -> Bool {
        (other.object as? ColumnTypeObject)?.type == type
    }
}
