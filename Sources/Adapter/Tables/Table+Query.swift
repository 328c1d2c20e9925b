public import Postgres

extension Table {
    /// The rows of a query as dbt sees them: values by the driver's types, columns by agate's inference over them.
    ///
    /// A column with any text stays text, whatever it looks like; a column of NULL only is one of integers.
    /// Source: psycopg2's type casters and dbt_common's `table_from_data_flat`.
    public init(_ result: ResultSet) {
        let width = result.columns.count
        var cells = [Cell](repeating: .null, count: result.rowCount * width)
        var types: [ColumnType] = []
        for (column, description) in result.columns.enumerated() {
            for row in 0..<result.rowCount {
                guard let text = result.string(row: row, column: column) else { continue }
                cells[row * width + column] = Self.cell(text, description.typeOID)
            }
            types.append(Self.inferType(&cells, column, width, result.rowCount))
        }
        self.init(columnNames: Self.distinctNames(result.columns.map(\.name)), columnTypes: types, cells: cells)
    }

    /// What psycopg2 makes of a value, given the type's OID.
    private static func cell(_ text: String, _ type: UInt32) -> Cell {
        switch type {
        case TypeOID.bool: return .bool(text == "t")
        case TypeOID.int2, TypeOID.int4, TypeOID.int8, TypeOID.oid: return Int(text).map { .int($0) } ?? .text(text)
        case TypeOID.numeric: return .number(DecimalText(text)?.text ?? text)
        case TypeOID.float4, TypeOID.float8: return .number(DecimalText(PostgresText.float(text))?.text ?? text)
        case TypeOID.date: return PostgresText.date(text).map { .date($0) } ?? .text(text)
        case TypeOID.timestamp, TypeOID.timestamptz:
            return PostgresText.timestamp(text).map { .timestamp($0) } ?? .text(text)
        case TypeOID.time, TypeOID.timetz: return .text(PostgresText.time(text))
        case TypeOID.interval: return .text(PostgresText.interval(text) ?? text)
        case TypeOID.json, TypeOID.jsonb: return PythonJSON.cell(text)
        default:
            if let bound = rangeBounds[type] { return .text(range(text, bound)) }
            guard let element = arrayElements[type], let array = PostgresArray(text) else { return .text(text) }
            return .text(array.json { jsonElement($0, element) })
        }
    }

    /// The array types that psycopg2 turns into lists, with the types of their elements; others stay text.
    private static let arrayElements: [UInt32: UInt32] = [
        1000: TypeOID.bool, 1005: TypeOID.int2, 1007: TypeOID.int4, 1016: TypeOID.int8, 1006: TypeOID.int2,
        1021: TypeOID.float4, 1022: TypeOID.float8, 1231: TypeOID.numeric, 1002: TypeOID.text, 1003: TypeOID.text,
        1009: TypeOID.text, 1014: TypeOID.text, 1015: TypeOID.text, 1182: TypeOID.date, 1115: TypeOID.timestamp,
        1185: TypeOID.timestamptz, 1183: TypeOID.time, 1270: TypeOID.timetz, 1187: TypeOID.interval,
        1028: TypeOID.oid, 651: TypeOID.text, 1040: TypeOID.text, 1041: TypeOID.text, 199: TypeOID.json,
        3807: TypeOID.jsonb,
    ]

    private static let rangeBounds: [UInt32: UInt32] = [
        3904: TypeOID.int4, 3906: TypeOID.numeric, 3908: TypeOID.timestamp, 3910: TypeOID.timestamptz,
        3912: TypeOID.date, 3926: TypeOID.int8,
    ]

    /// `[1,5)` as psycopg2 prints its range objects: `[1, 5)`, with `None` for an open end.
    private static func range(_ text: String, _ bound: UInt32) -> String {
        guard let comma = text.firstIndex(of: ","), let open = text.first, let close = text.last else { return text }
        func side(_ part: Substring) -> String {
            let value = String(part.filter { $0 != "\"" })
            return value.isEmpty ? "None" : cell(value, bound).string ?? "None"
        }
        let lower = side(text[text.index(after: text.startIndex)..<comma])
        let upper = side(text[text.index(after: comma)..<text.index(before: text.endIndex)])
        return "\(open)\(lower), \(upper)\(close)"
    }

    /// An element of a list as `json.dumps` writes it: dates in ISO form, decimals as floats.
    private static func jsonElement(_ text: String, _ type: UInt32) -> String {
        switch cell(text, type) {
        case .null: "null"
        case .bool(let flag): flag ? "true" : "false"
        case .int(let number): String(number)
        case .number(let number): jsonFloat(number)
        case .date(let date): PythonJSON.quoted(date)
        case .timestamp(let time): PythonJSON.quoted(String(time.map { $0 == " " ? "T" : $0 }))
        case .text(let string):
            type == TypeOID.json || type == TypeOID.jsonb ? string : PythonJSON.quoted(string)
        }
    }

    private static func jsonFloat(_ number: String) -> String {
        switch number {
        case "NaN": "NaN"
        case "Infinity", "-Infinity": number
        default: PostgresText.float(number)
        }
    }

    /// The column's type; values that do not share one become texts.
    private static func inferType(_ cells: inout [Cell], _ column: Int, _ width: Int, _ height: Int) -> ColumnType {
        var hasInt = false, hasNumber = false, hasBool = false, hasDate = false, hasTimestamp = false, hasText = false
        for row in 0..<height {
            switch cells[row * width + column] {
            case .null: break
            case .int: hasInt = true
            case .number: hasNumber = true
            case .bool: hasBool = true
            case .date: hasDate = true
            case .timestamp: hasTimestamp = true
            case .text: hasText = true
            }
        }
        switch (hasText, hasBool, hasInt || hasNumber, hasDate, hasTimestamp) {
        case (false, false, false, false, false): return .integer
        case (false, true, false, false, false): return .boolean
        case (false, false, false, true, false): return .date
        case (false, false, false, false, true): return .dateTime
        case (false, false, true, false, false):
            guard hasNumber else { return .integer }
            for row in 0..<height {
                if case .int(let number) = cells[row * width + column] {
                    cells[row * width + column] = .number(String(number))
                }
            }
            return .number
        default:
            for row in 0..<height {
                if let text = cells[row * width + column].string { cells[row * width + column] = .text(text) }
            }
            return .text
        }
    }
}
