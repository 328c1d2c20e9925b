/// Finds records and fields in CSV as PostgreSQL's COPY does: a quote opens and closes wherever it stands.
///
/// Source: PostgreSQL 15, `CopyReadLineText` and `CopyReadAttributesCSV` in `copyfromparse.c`.
struct CSVScanner: Sendable {
    let dialect: CSVDialect

    /// Where the record that begins at `start` ends: behind its newline.
    /// - Returns: nil when the bytes end before; `lines` counts the newlines of the record.
    func end(of bytes: Span<UInt8>, from start: Int) -> (end: Int, lines: Int)? {
        let (quote, escape) = (dialect.quote, dialect.escape)
        let newline = UInt8(ascii: "\n")
        var index = start
        var lines = 0
        let count = bytes.count
        while true {
            index = Self.first(newline, or: quote, in: bytes, from: index)
            guard index < count else { return nil }
            let byte = bytes[index]
            index += 1
            if byte == newline { return (index, lines + 1) }
            // Inside of quotes, up to the quote that closes them.
            while index < count {
                let byte = bytes[index]
                index += 1
                if byte == quote { break }
                if byte == newline { lines += 1 }
                if byte == escape, escape != quote, index < count, bytes[index] == quote || bytes[index] == escape {
                    index += 1
                }
            }
        }
    }

    /// The first place of one of two bytes; the end where there is none. Eight bytes are looked at a time.
    private static func first(_ one: UInt8, or other: UInt8, in bytes: Span<UInt8>, from start: Int) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let high: UInt64 = 0x8080_8080_8080_8080
        let (first, second) = (ones &* UInt64(one), ones &* UInt64(other))
        var index = start
        let words = unsafe bytes.bytes
        while index &+ 8 <= bytes.count {
            // The loop's condition keeps the eight bytes inside.
            let word = unsafe UInt64(
                littleEndian: words.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
            let (a, b) = (word ^ first, word ^ second)
            // A byte that is zero gets its high bit; of wrong ones, all stand behind a right one.
            let found = ((a &- ones) & ~a | (b &- ones) & ~b) & high
            if found != 0 { return index &+ found.trailingZeroBitCount &>> 3 }
            index &+= 8
        }
        while index < bytes.count, bytes[index] != one, bytes[index] != other { index += 1 }
        return index
    }

    /// Whether a quote is open at the end of a record.
    func hasOpenQuote(_ bytes: Span<UInt8>, _ record: Range<Int>) -> Bool {
        var isQuoted = false
        var index = record.lowerBound
        while index < record.upperBound {
            let byte = bytes[index]
            if isQuoted, byte == dialect.escape, dialect.escape != dialect.quote {
                index += 1
            } else if byte == dialect.quote {
                isQuoted.toggle()
            }
            index += 1
        }
        return isQuoted
    }

    /// The fields of a record, as they stand in it: with their quotes, without the line end.
    func fields(of record: Span<UInt8>) -> [Range<Int>] {
        var end = record.count
        if end > 0, record[end - 1] == UInt8(ascii: "\n") { end -= 1 }
        if end > 0, record[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        var fields: [Range<Int>] = []
        var start = 0
        var index = 0
        var isQuoted = false
        while index < end {
            let byte = record[index]
            if isQuoted, byte == dialect.escape, dialect.escape != dialect.quote, index + 1 < end,
                record[index + 1] == dialect.quote || record[index + 1] == dialect.escape
            {
                index += 1
            } else if byte == dialect.quote {
                isQuoted.toggle()
            } else if byte == dialect.delimiter, !isQuoted {
                fields.append(start..<index)
                start = index + 1
            }
            index += 1
        }
        fields.append(start..<end)
        return fields
    }

    /// The value of a field: without quotes and escapes.
    func value(of field: ArraySlice<UInt8>) -> String {
        var value: [UInt8] = []
        var isQuoted = false
        var index = field.startIndex
        while index < field.endIndex {
            let byte = field[index]
            let next = index + 1 < field.endIndex ? field[index + 1] : nil
            if isQuoted, byte == dialect.escape, let next, next == dialect.quote || next == dialect.escape {
                value.append(next)
                index += 1
            } else if byte == dialect.quote {
                isQuoted.toggle()
            } else {
                value.append(byte)
            }
            index += 1
        }
        return String(decoding: value, as: UTF8.self)
    }

    /// `text` as a field: quoted, unless it is clear that this changes nothing.
    func field(_ text: String) -> [UInt8] {
        let special = [dialect.delimiter, dialect.quote, dialect.escape]
        let isPlain = text.utf8.allSatisfy {
            ($0.isLetterOrDigit || "-_.:/".utf8.contains($0)) && !special.contains($0)
        }
        if isPlain, !text.isEmpty, text != dialect.null { return Array(text.utf8) }
        var field = [dialect.quote]
        for byte in text.utf8 {
            if byte == dialect.quote || byte == dialect.escape { field.append(dialect.escape) }
            field.append(byte)
        }
        field.append(dialect.quote)
        return field
    }
}
