internal import Platform

/// The rows of a CSV file, with the values in front that all of them have.
///
/// They stand in front, not behind, so that a row with too few fields is still reported by the column that is missing.
final class CSVRecordReader: RecordReader {
    private let stream: LandingStream
    private let scanner: CSVScanner
    private let numbersLines: Bool
    private let prefix: [UInt8]
    private var buffer: ReadBuffer
    /// How the file ends its lines: the last one may lack it, and the server wants all alike.
    private let lineEnd: [UInt8]
    private var nextLine = 1
    private var record = 0..<0
    /// Writes many records at once; nil where each needs to be looked at.
    private let rowWriter: CSVRowWriter?
    /// Kept for its memory.
    private var found: [CSVRowWriter.Record] = []
    let header: CSVHeader
    let columns: [String]
    private(set) var line = 0
    /// The line on which the record that was read last ends.
    var lastLine: Int { nextLine - 1 }
    /// Whether a quote that is never closed costs its line only, instead of the rest of the file.
    var recoversFromOpenQuotes = false
    /// How many lines the header takes.
    let headerLines: Int

    /// - Parameter limit: the biggest record that is taken, in bytes.
    init(
        _ path: String, of source: ExternalSource, constants: [ConstantColumn], files: any FileSystem,
        limit: Int = ReadBuffer.maximumRecord
    ) throws(LoadFailure) {
        // They would stand in another encoding than the file, and be read in the file's.
        if !source.dialect.isUTF8, let wrong = constants.first(where: { !$0.value.utf8.allSatisfy { $0 < 128 } }) {
            throw LoadFailure(
                .file,
                "the path has letters beyond ASCII for column \(wrong.name), and the file's encoding is not UTF-8",
                hint: "rename the file, or convert it to UTF-8")
        }
        buffer = ReadBuffer(limit: limit)
        stream = try LandingStream(path, files: files)
        scanner = CSVScanner(dialect: source.dialect)
        let delimiter = source.dialect.delimiter
        prefix = constants.flatMap { [scanner] in scanner.field($0.value) + [delimiter] }
        numbersLines = source.lineNumberColumn != nil
        _ = try buffer.refill(from: stream)
        buffer.skipByteOrderMark()
        let newline = buffer.bytes.firstIndex(of: UInt8(ascii: "\n")) ?? 0
        let hasReturns = newline > 0 && buffer.bytes[newline - 1] == UInt8(ascii: "\r")
        lineEnd = Array((hasReturns ? "\r\n" : "\n").utf8)
        if source.dialect.hasHeader {
            guard let range = try Self.find(&buffer, stream, scanner, &nextLine) else {
                throw LoadFailure(.file, "the file is empty: not even a header", line: 1)
            }
            let bytes = Array(buffer.bytes[range])
            let names = scanner.fields(of: bytes.span).map { [scanner] in scanner.value(of: bytes[$0]) }
            do throws(LoadFailure) {
                header = try CSVHeader(names, of: source)
            } catch {
                var failure = error
                failure.raw = bytes
                throw failure
            }
        } else {
            header = CSVHeader(withoutHeader: source)
        }
        headerLines = nextLine - 1
        let number = source.lineNumberColumn.map { [$0] } ?? []
        columns = constants.map(\.name) + number + header.used
        rowWriter =
            header.leavesFieldsOut
            ? nil : CSVRowWriter(prefix: prefix, numbersLines: numbersLines, dialect: source.dialect)
    }

    /// Whether the bytes of the file can go to the server as they are.
    var isPlain: Bool { prefix.isEmpty && !numbersLines && !header.leavesFieldsOut }

    /// What is left of the file, as it is.
    /// - Returns: whether there was anything.
    func readPlain(into output: inout [UInt8]) throws(LoadFailure) -> Bool {
        if buffer.position < buffer.bytes.count {
            output += buffer.bytes[buffer.position...]
            buffer.position = buffer.bytes.count
            return true
        }
        return try stream.read(into: &output)
    }

    /// Whether the record that was read last would end the file for the server: CSV knows no other way to write `\\.`
    /// than in quotes.
    var isEndMarker: Bool {
        guard prefix.isEmpty, !numbersLines, record.count <= 4 else { return false }
        let text = raw.filter { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        return text == [UInt8(ascii: "\\"), UInt8(ascii: ".")]
    }

    /// What is wrong with such a record.
    var endMarkerFailure: LoadFailure {
        var failure = LoadFailure(
            .row, "a line with `\\.` alone ends the data for PostgreSQL", line: line, hint: "put it in quotes")
        failure.raw = raw
        return failure
    }

    /// Where in the record that was read last the value of a column stands.
    func range(ofColumn column: String?) -> Range<Int>? {
        guard let column, let field = header.columns.firstIndex(of: column) else { return nil }
        let fields = scanner.fields(of: raw.span)
        return fields.indices.contains(field) ? fields[field] : nil
    }

    var raw: [UInt8] { Array(buffer.bytes[record]) }
    func checksum() -> String { stream.checksum() }
    var bytesRead: Int { stream.bytesRead }

    func next(into output: inout [UInt8]) throws(LoadFailure) -> Bool {
        line = nextLine
        let found: Range<Int>?
        do throws(LoadFailure) {
            found = try Self.find(&buffer, stream, scanner, &nextLine)
        } catch {
            throw buffer.isFull ? endless(error) : error
        }
        guard let range = found else { return false }
        record = range
        if recoversFromOpenQuotes, buffer.isAtEnd, range.upperBound == buffer.bytes.count { try checkQuotes(range) }
        output += prefix
        if numbersLines {
            output += scanner.field(String(line))
            output.append(scanner.dialect.delimiter)
        }
        if header.leavesFieldsOut {
            appendFields(range, to: &output)
        } else {
            output += buffer.bytes[range]
            if buffer.bytes[range.upperBound - 1] != UInt8(ascii: "\n") { output += lineEnd }
        }
        return true
    }

    func fill(_ output: inout [UInt8], upTo size: Int) throws(LoadFailure) -> Int {
        var rows = 0
        while output.count < size {
            if let rowWriter, !recoversFromOpenQuotes { rows += fill(&output, upTo: size, rowWriter) }
            // What goes on behind the bytes that are in memory, and what the file ends with, is read by itself.
            guard output.count < size, try next(into: &output) else { break }
            rows += 1
        }
        return rows
    }

    /// Writes records that are in memory as a whole.
    private func fill(_ output: inout [UInt8], upTo size: Int, _ writer: CSVRowWriter) -> Int {
        found.removeAll(keepingCapacity: true)
        var room = size - output.count
        let bytes = buffer.bytes
        var position = buffer.position
        while room > 0, let (end, lines) = scanner.end(of: bytes.span, from: position) {
            found.append(.init(range: position..<end, line: nextLine))
            room -= end - position + writer.extra
            position = end
            nextLine += lines
        }
        guard let last = found.last else { return 0 }
        (record, line, buffer.position) = (last.range, last.line, position)
        writer.append(found, of: bytes, to: &output)
        return found.count
    }

    /// The range of the next record in the buffer; nil at the end of the file.
    private static func find(
        _ buffer: inout ReadBuffer, _ stream: LandingStream, _ scanner: CSVScanner, _ line: inout Int
    ) throws(LoadFailure) -> Range<Int>? {
        while true {
            let start = buffer.position
            if let (end, lines) = scanner.end(of: buffer.bytes.span, from: start) {
                line += lines
                buffer.position = end
                return start..<end
            }
            if try !buffer.refill(from: stream) {
                let start = buffer.position
                guard start < buffer.bytes.count else { return nil }
                buffer.position = buffer.bytes.count
                line += 1 + buffer.bytes[start...].count { $0 == UInt8(ascii: "\n") }
                return start..<buffer.bytes.count
            }
        }
    }

    /// A record that is too big costs its first line: most likely a quote is open that nothing closes.
    private func endless(_ error: LoadFailure) -> LoadFailure {
        let start = buffer.position
        guard let end = buffer.bytes[start...].firstIndex(of: UInt8(ascii: "\n")) else {
            var failure = error
            failure.line = line
            return failure
        }
        record = start..<(end + 1)
        buffer.position = end + 1
        nextLine = line + 1
        var failure = LoadFailure(.row, error.reason, line: line, hint: "close the quote that is open in this line")
        failure.raw = raw
        return failure
    }

    /// - Throws: when a quote is open at the end of the file; the next record is then the next line.
    private func checkQuotes(_ range: Range<Int>) throws(LoadFailure) {
        guard let end = buffer.bytes[range].firstIndex(of: UInt8(ascii: "\n")), end + 1 < range.upperBound,
            scanner.end(of: buffer.bytes.span, from: range.lowerBound) == nil
        else { return }
        record = range.lowerBound..<(end + 1)
        guard scanner.hasOpenQuote(buffer.bytes.span, range) else { return record = range }
        buffer.position = end + 1
        nextLine = line + 1
        var failure = LoadFailure(.row, "unterminated CSV quoted field", line: line)
        failure.raw = raw
        throw failure
    }

    /// The fields that are kept. Fields that the header does not have are kept too, for the server to complain.
    private func appendFields(_ range: Range<Int>, to output: inout [UInt8]) {
        let record = Array(buffer.bytes[range])
        var isFirst = true
        for (index, field) in scanner.fields(of: record.span).enumerated() {
            if index < header.columns.count, header.columns[index] == nil { continue }
            if !isFirst { output.append(scanner.dialect.delimiter) }
            isFirst = false
            output += record[field]
        }
        output.append(UInt8(ascii: "\n"))
    }
}
