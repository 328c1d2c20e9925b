/// Reads CSV row by row.
///
/// Source: Python's `csv.reader` in its default dialect, over a text file opened with universal newlines: quotes count
/// only at the start of a cell, what follows a closing quote is kept, every line end becomes `\n`, also within quotes.
public struct CSVReader: Sendable {
    public struct Row: Sendable, Hashable {
        /// The byte of the file with which the row begins.
        public let start: Int
        public let cellCount: Int
    }

    private let bytes: [UInt8]
    private let delimiter: UInt8
    private var index: Int
    /// The text of the current row's cells, one after the other.
    public private(set) var rowText: [UInt8] = []
    /// Where each cell of the current row ends in `rowText`.
    public private(set) var cellEnds: [Int] = []

    public init(_ bytes: [UInt8], delimiter: UInt8 = UInt8(ascii: ",")) {
        self.bytes = bytes
        self.delimiter = delimiter
        index = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    }

    /// All rows of a small text.
    public static func rows(_ text: String, delimiter: UInt8 = UInt8(ascii: ",")) -> [[String]] {
        var reader = CSVReader(Array(text.utf8), delimiter: delimiter)
        var rows: [[String]] = []
        while let row = reader.nextRow() { rows.append((0..<row.cellCount).map(reader.text)) }
        return rows
    }

    /// Moves to the next row; nil at the end. An empty line is a row without cells.
    public mutating func nextRow() -> Row? {
        guard index < bytes.count else { return nil }
        let start = index
        rowText.removeAll(keepingCapacity: true)
        cellEnds.removeAll(keepingCapacity: true)
        if skipLineEnd() { return Row(start: start, cellCount: 0) }
        while true {
            if index < bytes.count, bytes[index] == UInt8(ascii: "\"") { readQuoted() }
            readPlain()
            cellEnds.append(rowText.count)
            guard index < bytes.count, bytes[index] == delimiter else {
                _ = skipLineEnd()
                return Row(start: start, cellCount: cellEnds.count)
            }
            index += 1
        }
    }

    /// The text of a cell of the current row.
    public func text(_ cell: Int) -> String {
        String(decoding: rowText[(cell == 0 ? 0 : cellEnds[cell - 1])..<cellEnds[cell]], as: UTF8.self)
    }

    private mutating func skipLineEnd() -> Bool {
        guard index < bytes.count, bytes[index] == 10 || bytes[index] == 13 else { return false }
        index += bytes[index] == 13 && index + 1 < bytes.count && bytes[index + 1] == 10 ? 2 : 1
        return true
    }

    /// Copies up to the end of the cell.
    private mutating func readPlain() {
        let start = index
        while index < bytes.count {
            let byte = bytes[index]
            if byte == delimiter || byte == 10 || byte == 13 { break }
            index += 1
        }
        if index > start { rowText.append(contentsOf: bytes[start..<index]) }
    }

    /// Copies what stands between quotes, and moves behind the closing one.
    private mutating func readQuoted() {
        let quote = UInt8(ascii: "\"")
        index += 1
        var start = index
        while index < bytes.count {
            let byte = bytes[index]
            if byte == quote {
                rowText.append(contentsOf: bytes[start..<index])
                index += 1
                guard index < bytes.count, bytes[index] == quote else { return }
                start = index
                index += 1
            } else if byte == 13 {
                rowText.append(contentsOf: bytes[start..<index])
                rowText.append(10)
                _ = skipLineEnd()
                start = index
            } else {
                index += 1
            }
        }
        rowText.append(contentsOf: bytes[start..<index])
    }
}
