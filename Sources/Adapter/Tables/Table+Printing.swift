extension Table {
    /// The table as agate's `print_table` writes it: a Markdown table, cut to `maxRows`, `maxColumns` and a width.
    /// - Parameters: nil for each of the limits means no limit.
    public func printed(
        maxRows: Int? = 20, maxColumns: Int? = 6, maxColumnWidth: Int? = 20, maxPrecision: Int? = 3
    ) -> String {
        let height = min(maxRows ?? rowCount, rowCount)
        let width = min(maxColumns ?? columnNames.count, columnNames.count)
        let isCutRight = width < columnNames.count
        func cut(_ text: String) -> String {
            guard let limit = maxColumnWidth, text.unicodeScalars.count > limit else { return text }
            return String(String.UnicodeScalarView(text.unicodeScalars.prefix(max(0, limit - 3)))) + "..."
        }
        var lines: [[String]] = [columnNames.prefix(width).map(cut) + (isCutRight ? ["..."] : [])]
        let formats = (0..<width).map { numberFormat(ofColumn: $0, rows: height, maxPrecision: maxPrecision) }
        for row in 0..<height {
            var line = (0..<width).map { column in
                guard case .number(let text) = self[row, column], let format = formats[column] else {
                    return cut(self[row, column].string ?? "")
                }
                return cut(Self.grouped(text, places: format.places) + (format.isCut ? "…" : ""))
            }
            if isCutRight { line.append("...") }
            lines.append(line)
        }
        if height < rowCount { lines.append(lines[0].map { _ in "..." }) }
        return Self.aligned(lines, isText: lines[0].indices.map { $0 >= width || columnTypes[$0] == .text })
    }

    /// The same rows in any order.
    public func shuffled() -> Table { taking(rows: (0..<rowCount).shuffled()) }

    /// The columns with their types, as `str(table)` gives them in Python.
    public var structure: String {
        let cells = zip(columnNames, columnTypes).flatMap { [Cell.text($0), Cell.text($1.rawValue)] }
        return Table(columnNames: ["column", "data_type"], columnTypes: [.text, .text], cells: cells)
            .printed(maxRows: nil, maxColumnWidth: nil)
    }

    private func numberFormat(ofColumn column: Int, rows: Int, maxPrecision: Int?) -> (places: Int, isCut: Bool)? {
        guard columnTypes[column] == .number else { return nil }
        let places = maximumPrecision(ofColumn: column, rows: rows)
        guard let maxPrecision, places > maxPrecision else { return (max(0, places), false) }
        return (maxPrecision, true)
    }

    /// A number with commas between thousands and a fixed number of decimal places, rounded half to even.
    private static func grouped(_ text: String, places: Int) -> String {
        guard var number = DecimalText(text), number.isFinite else { return text }
        if -number.exponent > places { number = number.roundingAway(-number.exponent - places) }
        var digits = number.digits.map { $0 + UInt8(ascii: "0") }
        digits += [UInt8](repeating: UInt8(ascii: "0"), count: max(0, number.exponent + places))
        if digits.count <= places {
            digits.insert(contentsOf: [UInt8](repeating: UInt8(ascii: "0"), count: places + 1 - digits.count), at: 0)
        }
        var result: [UInt8] = []
        let whole = digits.count - places
        for (index, digit) in digits.enumerated() {
            if index == whole { result.append(UInt8(ascii: ".")) }
            if index > 0, index < whole, (whole - index) % 3 == 0 { result.append(UInt8(ascii: ",")) }
            result.append(digit)
        }
        let isZero = number.digits.allSatisfy { $0 == 0 }
        return (number.isNegative && !isZero ? "-" : number.isNegative ? "-" : "")
            + String(decoding: result, as: UTF8.self)
    }

    private static func aligned(_ lines: [[String]], isText: [Bool]) -> String {
        let widths = isText.indices.map { column in lines.map { $0[column].unicodeScalars.count }.max() ?? 0 }
        func write(_ line: [String]) -> String {
            let fields = line.enumerated().map { column, text in
                let space = String(repeating: " ", count: widths[column] - text.unicodeScalars.count)
                return isText[column] ? " \(text)\(space) " : " \(space)\(text) "
            }
            return "|\(fields.joined(separator: "|"))|\n"
        }
        let rule = widths.map { String(repeating: "-", count: $0) }
        return ([write(lines[0]), "| \(rule.joined(separator: " | ")) |\n"] + lines.dropFirst().map(write)).joined()
    }
}
