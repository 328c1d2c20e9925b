internal import Platform

/// One file of the landing folder while it is written.
final class LandingFile {
    /// Enough that a write to the system costs nothing beside making the bytes.
    private static let limit = 1 << 18

    var text = TextBuffer()
    private(set) var size = 0
    private let writer: FileWriter

    init(_ path: String) throws(FileError) {
        writer = try FileWriter(path)
        text.bytes.reserveCapacity(Self.limit + 4_096)
    }

    /// To call after every line: hands full buffers on.
    func endLine() throws(FileError) {
        text.byte("\n")
        if text.bytes.count >= Self.limit { try flush() }
    }

    func finish() throws(FileError) {
        try flush()
        try writer.finish()
    }

    private func flush() throws(FileError) {
        try writer.write(text.bytes[...])
        size += text.bytes.count
        text.bytes.removeAll(keepingCapacity: true)
    }

    // MARK: CSV: every field ends with a comma, and the row's last one becomes the end of the line.

    func integer(_ value: Int) {
        text.integer(value)
        text.byte(",")
    }

    func cents(_ value: Int) {
        text.cents(value)
        text.byte(",")
    }

    func day(_ day: Day) { plain(day.text) }

    /// `2023-01-05 07:25:00`
    func moment(_ day: Day, second: Int) {
        text.text(day.text)
        text.byte(" ")
        text.time(second: second)
        text.byte(",")
    }

    /// A text that needs no quotes; empty stands for null.
    func plain(_ value: String) {
        text.text(value)
        text.byte(",")
    }

    func plain(_ value: [UInt8]) {
        text.text(value)
        text.byte(",")
    }

    /// A text that is quoted where CSV wants it.
    func field(_ value: String) {
        let special: Set<UInt8> = [UInt8(ascii: ","), UInt8(ascii: "\""), UInt8(ascii: "\n")]
        guard value.utf8.contains(where: special.contains) else { return plain(value) }
        text.byte("\"")
        for byte in value.utf8 {
            if byte == UInt8(ascii: "\"") { text.bytes.append(byte) }
            text.bytes.append(byte)
        }
        text.text("\",")
    }

    func endRow() throws(FileError) {
        text.bytes.removeLast()
        try endLine()
    }
}
