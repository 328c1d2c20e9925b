public import Diagnostics

/// The rows of a CSV file with the types that dbt infers for its columns.
///
/// Source: dbt_common 1.x, `clients/agate_helper.py`, and agate 1.9's data types.
public struct SeedTable: Sendable {
    /// A column whose values are read as numbers although their text says more: `007`, `+49`, `1,5`.
    public struct Change: Sendable, Hashable {
        public var column: String
        /// A value as it stands in the file.
        public var before: String
        /// What becomes of it.
        public var after: String
    }

    public let table: Table
    /// Columns in which inference changes the text of values; the first such value of each.
    public let changes: [Change]

    /// Infers the types of all columns from all of their values.
    /// - Parameters:
    ///   - header: the names in the first line of the file.
    ///   - rows: the other lines; short ones are filled with NULL.
    ///   - textColumns: columns that stay text, since the user gave them a type.
    /// - Throws: when a row has more values than the header.
    public init(header: [String], rows: [[String]], textColumns: Set<String> = []) throws(Diagnostic) {
        let names = Table.distinctNames(header)
        let width = names.count
        for (index, row) in rows.enumerated() where row.count > width {
            throw Diagnostic(
                .seedRowTooLong, "Row \(index) has \(row.count) values, but Table only has \(width) columns.",
                family: .runtime)
        }
        var types: [ColumnType] = []
        var cells = [Cell](repeating: .null, count: rows.count * width)
        var changes: [Change] = []
        for (column, name) in names.enumerated() {
            let values = rows.map { column < $0.count ? Array($0[column].utf8) : nil }
            let type = textColumns.contains(name) ? .text : SeedInference.type(of: values)
            for (row, value) in values.enumerated() {
                guard let value else { continue }
                cells[row * width + column] = SeedInference.cast(value, to: type)
            }
            types.append(type)
            if type == .number, let change = Self.firstChange(name, values, cells, column, width) { changes.append(change) }
        }
        table = Table(columnNames: names, columnTypes: types, cells: cells)
        self.changes = changes
    }

    private static func firstChange(
        _ name: String, _ values: [[UInt8]?], _ cells: [Cell], _ column: Int, _ width: Int
    ) -> Change? {
        for (row, value) in values.enumerated() {
            guard let value, case .number(let after) = cells[row * width + column] else { continue }
            let trimmed = value.trimmingSpace()
            if Array(after.utf8) != trimmed {
                return Change(column: name, before: String(decoding: trimmed, as: UTF8.self), after: after)
            }
        }
        return nil
    }
}

/// How dbt finds the type of a seed's column, and what it makes of a value.
enum SeedInference {
    /// The first type, in dbt's order, that fits every value; missing cells of short rows fit all.
    static func type(of values: [[UInt8]?]) -> ColumnType {
        // A text is never an Integer to dbt: only columns without any text are.
        guard values.contains(where: { $0 != nil }) else { return .integer }
        let order: [ColumnType] = [.number, .date, .dateTime, .isoDateTime, .boolean]
        return order.first { type in values.allSatisfy { $0.map { fits($0, type) } ?? true } } ?? .text
    }

    private static func fits(_ value: [UInt8], _ type: ColumnType) -> Bool {
        if isNull(value) { return true }
        if case .text = cast(value, to: type) { return false }
        return true
    }

    /// The value as `type` has it; the text itself when it does not fit.
    static func cast(_ value: [UInt8], to type: ColumnType) -> Cell {
        if isNull(value) { return .null }
        let trimmed = value.trimmingSpace()
        switch type {
        case .number: if let number = number(trimmed) { return .number(number) }
        case .date: if let date = DateText.date(trimmed) { return .date(date) }
        case .dateTime: if let time = DateText.timestamp(trimmed) { return .timestamp(time) }
        case .isoDateTime: if let time = DateText.isoTimestamp(trimmed) { return .timestamp(time) }
        case .boolean:
            let word = trimmed.filter { $0 != UInt8(ascii: ",") }.trimmingSpace()
            switch String(decoding: word, as: UTF8.self).lowercased() {
            case "true": return .bool(true)
            case "false": return .bool(false)
            default: break
            }
        case .integer, .text: break
        }
        return .text(String(decoding: value, as: UTF8.self))
    }

    /// Empty values and `null` in any case are NULL, for every type.
    private static func isNull(_ value: [UInt8]) -> Bool {
        let trimmed = value.trimmingSpace()
        guard trimmed.count == 4 else { return trimmed.isEmpty }
        return zip(trimmed, "null".utf8).allSatisfy { $0 | 0x20 == $1 }
    }

    /// Signs of money that agate takes off a number's ends, in its order.
    private static let currencySymbols: [[UInt8]] = [
        "؋", "$", "ƒ", "៛", "¥", "₡", "₱", "£", "€", "¢", "﷼", "₪", "₩", "₭", "₮", "₦", "฿", "₤", "₫",
    ].map { Array($0.utf8) }

    /// A number as agate reads it: without per cent, money and grouping signs, with at most 28 digits.
    private static func number(_ trimmed: [UInt8]) -> String? {
        guard trimmed.contains(where: { $0.isDigit }) || trimmed.count <= 9 else { return nil }
        var bytes = stripping([UInt8(ascii: "%")], from: trimmed)
        let isNegative = bytes.first == UInt8(ascii: "-")
        if isNegative { bytes.removeFirst() }
        if let first = bytes.first, let last = bytes.last, !first.isDigit || !last.isDigit {
            for symbol in currencySymbols { bytes = stripping(symbol, from: bytes) }
        }
        bytes.removeAll { $0 == UInt8(ascii: ",") }
        guard var number = DecimalText(bytes)?.rounded() else { return nil }
        if isNegative { number.isNegative.toggle() }
        if number.special == .notANumber { number.isNegative = false }
        return number.text
    }

    private static func stripping(_ symbol: [UInt8], from bytes: [UInt8]) -> [UInt8] {
        var slice = bytes[...]
        while slice.starts(with: symbol) { slice.removeFirst(symbol.count) }
        while slice.count >= symbol.count, slice.suffix(symbol.count).elementsEqual(symbol) {
            slice.removeLast(symbol.count)
        }
        return Array(slice)
    }
}
