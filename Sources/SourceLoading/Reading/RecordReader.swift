/// Reads the records of one file and writes them as rows for COPY.
protocol RecordReader: AnyObject {
    /// The columns that `next` writes, in their order.
    var columns: [String] { get }
    /// The line on which the record that was read last begins.
    var line: Int { get }
    /// The record that was read last, as it stands in the file.
    var raw: [UInt8] { get }

    /// Writes the next record at the end of `output`.
    /// - Returns: whether there was one.
    /// - Throws: why the record cannot be written, with `line` and `raw`; after a failure of kind `row` the next record
    ///   can be read.
    func next(into output: inout [UInt8]) throws(LoadFailure) -> Bool

    /// Writes the next records at the end of `output` until it has `size` bytes or the file ends, as `next` does.
    /// - Returns: how many.
    func fill(_ output: inout [UInt8], upTo size: Int) throws(LoadFailure) -> Int

    /// SHA-256 of the file, after its end.
    func checksum() -> String
    var bytesRead: Int { get }
}

extension RecordReader {
    func fill(_ output: inout [UInt8], upTo size: Int) throws(LoadFailure) -> Int {
        var rows = 0
        while output.count < size, try next(into: &output) { rows += 1 }
        return rows
    }
}

/// Values that all rows of a file have, by column.
struct ConstantColumn: Sendable, Hashable {
    var name: String
    var value: String
}

/// The part of a file that is in memory: what was read and is not used up.
struct ReadBuffer {
    private(set) var bytes: [UInt8] = []
    /// Where the unread part begins.
    var position = 0
    private(set) var isAtEnd = false

    /// A record may not be bigger, since it is in memory as a whole, with several files at a time.
    static let maximumRecord = 64 << 20

    private let limit: Int

    init(limit: Int = Self.maximumRecord) { self.limit = limit }

    /// Whether the unread part is as big as a record may be.
    var isFull: Bool { bytes.count - position >= limit }

    /// Gets more bytes; those before `position` are let go.
    /// - Returns: whether there were any.
    mutating func refill(from stream: LandingStream) throws(LoadFailure) -> Bool {
        guard !isAtEnd else { return false }
        if position > 0 {
            bytes.removeSubrange(..<position)
            position = 0
        }
        guard !isFull else { throw LoadFailure(.file, "a row or JSON object is bigger than \(limit >> 20) MB") }
        // A record that spans many blocks is looked at anew with each: twice as much each time keeps that linear.
        let wanted = min(max(bytes.count * 2, 1), limit)
        while bytes.count < wanted {
            guard try stream.read(into: &bytes) else {
                isAtEnd = true
                break
            }
        }
        return true
    }

    /// Lets go of a byte order mark at the very beginning.
    mutating func skipByteOrderMark() {
        if bytes.count - position >= 3, bytes[position] == 0xEF, bytes[position + 1] == 0xBB,
            bytes[position + 2] == 0xBF
        {
            position += 3
        }
    }
}
