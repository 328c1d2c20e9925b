/// Writes records of a CSV file as they are, each behind the values that all of them have and, where asked, its line.
struct CSVRowWriter: Sendable {
    /// A record in the bytes of its file, with its line end.
    struct Record: Sendable {
        var range: Range<Int>
        /// The line on which it begins.
        var line: Int
    }

    /// The values of all records, each with a delimiter behind it.
    let prefix: [UInt8]
    let numbersLines: Bool
    private let delimiter: UInt8

    /// A line's number has at most so many digits.
    private static let mostDigits = 20

    /// Nil when this cannot be done with a dialect, which takes bare digits for something else.
    init?(prefix: [UInt8], numbersLines: Bool, dialect: CSVDialect) {
        let special = [dialect.delimiter, dialect.quote, dialect.escape] + dialect.null.utf8
        guard !numbersLines || !special.contains(where: { $0 &- UInt8(ascii: "0") < 10 }) else { return nil }
        self.prefix = prefix
        self.numbersLines = numbersLines
        delimiter = dialect.delimiter
    }

    /// How many bytes a record may become, besides its own.
    var extra: Int { prefix.count + (numbersLines ? Self.mostDigits + 1 : 0) }

    /// All records at once: what is done for each of millions must be little.
    func append(_ records: [Record], of bytes: [UInt8], to output: inout [UInt8]) {
        let size = records.reduce(0) { $0 + $1.range.count + extra }
        output.append(addingCapacity: size) { span in
            unsafe span.withUnsafeMutableBufferPointer { target, initialized in
                var end = initialized
                unsafe bytes.withUnsafeBufferPointer { source in
                    unsafe prefix.withUnsafeBufferPointer { prefix in
                        for record in records {
                            precondition(record.range.upperBound <= source.count, "a record ends behind the bytes")
                            unsafe Self.copy(prefix, to: target, &end)
                            if numbersLines { unsafe appendNumber(record.line, to: target, &end) }
                            unsafe Self.copy(UnsafeBufferPointer(rebasing: source[record.range]), to: target, &end)
                        }
                    }
                }
                initialized = end
            }
        }
    }

    private static func copy(
        _ source: UnsafeBufferPointer<UInt8>, to target: UnsafeMutableBufferPointer<UInt8>, _ end: inout Int
    ) {
        guard let from = source.baseAddress, let to = target.baseAddress else { return }
        precondition(source.count <= target.count - end, "the rows are longer than was counted")
        unsafe (to + end).update(from: from, count: source.count)
        end += source.count
    }

    private func appendNumber(_ number: Int, to target: UnsafeMutableBufferPointer<UInt8>, _ end: inout Int) {
        var digits = 1
        var rest = number / 10
        while rest > 0 {
            digits += 1
            rest /= 10
        }
        var index = end + digits
        unsafe target[index] = delimiter
        rest = number
        while index > end {
            index -= 1
            unsafe target[index] = UInt8(ascii: "0") + UInt8(rest % 10)
            rest /= 10
        }
        end += digits + 1
    }
}
