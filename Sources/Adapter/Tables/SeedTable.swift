public import Formats

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
    /// - Parameter textColumns: columns that stay text, since the user gave them a type.
    public init(_ csv: CSVTable, textColumns: Set<String> = []) {
        let width = csv.columnNames.count
        var types: [ColumnType] = []
        var cells = [Cell](repeating: .null, count: csv.rowCount * width)
        var changes: [Change] = []
        for (column, name) in csv.columnNames.enumerated() {
            let type = textColumns.contains(name) ? .text : SeedInference.type(of: csv, column)
            types.append(type)
            var isChanged = false
            for row in 0..<csv.rowCount {
                guard let value = csv.bytes(row: row, column: column) else { continue }
                let cell = SeedInference.cast(value, to: type)
                cells[row * width + column] = cell
                guard type == .number, !isChanged, case .number(let after) = cell else { continue }
                let before = value.trimmingSpace()
                if !before.elementsEqual(after.utf8) {
                    changes.append(Change(column: name, before: String(decoding: before, as: UTF8.self), after: after))
                    isChanged = true
                }
            }
        }
        table = Table(columnNames: csv.columnNames, columnTypes: types, cells: cells)
        self.changes = changes
    }
}

/// How dbt finds the type of a seed's column, and what it makes of a value.
enum SeedInference {
    /// The first type, in dbt's order, that fits every value; missing cells of short rows fit all.
    static func type(of csv: CSVTable, _ column: Int) -> ColumnType {
        func all(_ condition: (ArraySlice<UInt8>) -> Bool) -> Bool {
            (0..<csv.rowCount).allSatisfy { csv.bytes(row: $0, column: column).map(condition) ?? true }
        }
        // A text is never an Integer to dbt: only columns without any text are.
        if all({ _ in false }) { return .integer }
        let order: [ColumnType] = [.number, .date, .dateTime, .isoDateTime, .boolean]
        return order.first { type in all { fits($0, type) } } ?? .text
    }

    private static func fits(_ value: ArraySlice<UInt8>, _ type: ColumnType) -> Bool {
        if isNull(value) { return true }
        if case .text = cast(value, to: type) { return false }
        return true
    }

    /// The value as `type` has it; the text itself when it does not fit.
    static func cast(_ value: ArraySlice<UInt8>, to type: ColumnType) -> Cell {
        if isNull(value) { return .null }
        let trimmed = value.trimmingSpace()
        switch type {
        case .number: if let number = number(trimmed) { return .number(number) }
        case .date: if let date = DateText.date(trimmed) { return .date(date) }
        case .dateTime: if let time = DateText.timestamp(trimmed) { return .timestamp(time) }
        case .isoDateTime: if let time = DateText.isoTimestamp(trimmed) { return .timestamp(time) }
        case .boolean:
            let word = trimmed.filter { $0 != UInt8(ascii: ",") }[...].trimmingSpace()
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
    private static func isNull(_ value: ArraySlice<UInt8>) -> Bool {
        let trimmed = value.trimmingSpace()
        guard trimmed.count == 4 else { return trimmed.isEmpty }
        return zip(trimmed, "null".utf8).allSatisfy { $0 | 0x20 == $1 }
    }

    /// Signs of money that agate takes off a number's ends, in its order.
    private static let currencySymbols: [[UInt8]] = [
        "؋", "$", "ƒ", "៛", "¥", "₡", "₱", "£", "€", "¢", "﷼", "₪", "₩", "₭", "₮", "₦", "฿", "₤", "₫",
    ].map { Array($0.utf8) }

    /// A number as agate reads it: without per cent, money and grouping signs, with at most 28 digits.
    private static func number(_ trimmed: ArraySlice<UInt8>) -> String? {
        if isPlain(trimmed) { return String(decoding: trimmed, as: UTF8.self) }
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

    /// Whether Python would print the number just as it is written: by far the most are.
    private static func isPlain(_ bytes: ArraySlice<UInt8>) -> Bool {
        let digits = bytes.first == UInt8(ascii: "-") ? bytes.dropFirst() : bytes
        guard let first = digits.first, first.isDigit, digits.count <= DecimalText.precision else { return false }
        let point = digits.firstIndex(of: UInt8(ascii: "."))
        if first == UInt8(ascii: "0"), digits.count > 1, point != digits.startIndex + 1 { return false }
        for index in digits.indices where index != point && !digits[index].isDigit { return false }
        guard let point else { return true }
        return point < digits.endIndex - 1 && digits.endIndex - point <= 7
    }

    private static func stripping(_ symbol: [UInt8], from bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var slice = bytes
        while slice.starts(with: symbol) { slice.removeFirst(symbol.count) }
        while slice.count >= symbol.count, slice.suffix(symbol.count).elementsEqual(symbol) {
            slice.removeLast(symbol.count)
        }
        return slice
    }
}
