public import Diagnostics

/// The rows of a CSV file as text, laid out flat: all cells one after the other in one array of bytes.
///
/// Source: the behaviour of agate 1.9's `Table.from_csv` over Python's `csv`, with which dbt reads seeds: the first row
/// names the columns, an empty line is a row of missing cells, short rows are filled up with missing cells.
public struct CSVTable: Sendable {
    public let columnNames: [String]
    public let rowCount: Int
    /// Columns whose header is empty or that of an earlier column: their name here, and the header.
    public let renamedColumns: [(name: String, given: String)]
    /// The first row that has fewer cells than the header, an empty line apart.
    public let firstShortRow: Int?
    private let text: [UInt8]
    /// The end in `text` of every cell, row by row.
    private let ends: [UInt32]
    /// The numbers of the cells that their row does not have.
    private let missing: Set<Int>
    /// Where every row begins in the file.
    private let rowOffsets: [UInt32]

    /// Reads a file.
    /// - Throws: when there is no header, or a row has more cells than the header.
    public init(_ source: SourceText, delimiter: UInt8 = UInt8(ascii: ",")) throws(Diagnostic) {
        guard source.bytes.count < Int(UInt32.max) else {
            throw Diagnostic(.csvTooBig, "the file is bigger than 4 GiB", family: .runtime, in: source)
        }
        var reader = CSVReader(source.bytes, delimiter: delimiter)
        guard let header = reader.nextRow() else {
            throw Diagnostic(.csvWithoutHeader, "the file has no header line", family: .runtime, in: source)
        }
        let given = (0..<header.cellCount).map(reader.text)
        let names = Self.columnNames(given)
        var firstShortRow: Int?
        let width = names.count
        var text: [UInt8] = []
        text.reserveCapacity(source.bytes.count)
        var (ends, missing, offsets): ([UInt32], Set<Int>, [UInt32]) = ([], [], [])
        while let row = reader.nextRow() {
            if row.cellCount > width {
                throw Diagnostic(
                    .csvTooManyCells,
                    "Row \(offsets.count) has \(row.cellCount) values, but Table only has \(width) columns.",
                    family: .runtime, at: SourceRange(row.start, row.start + 1), in: source)
            }
            if row.cellCount > 0, row.cellCount < width, firstShortRow == nil { firstShortRow = offsets.count }
            let base = text.count
            text.append(contentsOf: reader.rowText)
            for cell in 0..<row.cellCount { ends.append(UInt32(base + reader.cellEnds[cell])) }
            for _ in row.cellCount..<width {
                missing.insert(ends.count)
                ends.append(UInt32(text.count))
            }
            offsets.append(UInt32(row.start))
        }
        columnNames = names
        renamedColumns = zip(names, given).filter { $0 != $1 }.map { (name: $0, given: $1) }
        self.firstShortRow = firstShortRow
        rowCount = offsets.count
        self.text = text
        self.ends = ends
        self.missing = missing
        rowOffsets = offsets
    }

    /// The text of a cell, without quotes; nil when its row ends before that column.
    public func bytes(row: Int, column: Int) -> ArraySlice<UInt8>? {
        let index = row * columnNames.count + column
        if !missing.isEmpty, missing.contains(index) { return nil }
        return text[(index == 0 ? 0 : Int(ends[index - 1]))..<Int(ends[index])]
    }

    public func string(row: Int, column: Int) -> String? {
        bytes(row: row, column: column).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Where a row begins in the file, in bytes.
    public func offset(row: Int) -> Int { Int(rowOffsets[row]) }

    /// Names for columns without one (`a`, `b`, … by their place) and for repeated ones (`x`, `x_2`).
    ///
    /// Source: agate's `deduplicate` and `letter_name`.
    private static func columnNames(_ header: [String]) -> [String] {
        var names: [String] = []
        var taken: Set<String> = []
        for (index, text) in header.enumerated() {
            let letter = String(UnicodeScalar(UInt8(ascii: "a") + UInt8(index % 26)))
            let name = text.isEmpty ? String(repeating: letter, count: index / 26 + 1) : text
            var unique = name
            var number = 2
            while !taken.insert(unique).inserted {
                unique = "\(name)_\(number)"
                number += 1
            }
            names.append(unique)
        }
        return names
    }
}

extension Diagnostic.Code {
    /// A CSV file without any line.
    public static let csvWithoutHeader = Diagnostic.Code(rawValue: "csv-without-header")
    /// A row of a CSV file has more cells than its header.
    public static let csvTooManyCells = Diagnostic.Code(rawValue: "csv-too-many-cells")
    /// A CSV file beyond what can be addressed.
    public static let csvTooBig = Diagnostic.Code(rawValue: "csv-too-big")
}
