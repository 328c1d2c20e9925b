public import Diagnostics
public import Platform

/// Reads the files of a project as text.
public enum TextFile {
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// The text of a file, without a byte order mark.
    /// - Parameter name: how errors call the file, relative to the project.
    /// - Throws: when it cannot be read, or is not UTF-8.
    public static func read(
        _ path: String, named name: String, from files: any FileSystem
    ) throws(Diagnostic) -> SourceText {
        let bytes: [UInt8]
        do throws(FileError) { bytes = try files.read(path) } catch { throw error.diagnostic() }
        // Editors on Windows put the mark there; in front of SQL or of a YAML key it would be part of a word.
        let source = SourceText(
            path: name, bytes: bytes.starts(with: byteOrderMark) ? Array(bytes.dropFirst(byteOrderMark.count)) : bytes)
        guard let offset = UTF8Check.firstInvalid(source.bytes) else { return source }
        throw Diagnostic(
            .fileNotUTF8,
            "'utf-8' codec can't decode byte 0x\(String(source.bytes[offset], radix: 16)) in position \(offset): invalid start byte",
            family: .runtime, at: SourceRange(offset, offset + 1), in: source, hint: "save \(name) as UTF-8")
    }
}

extension SourceText {
    /// The text without white space at both ends, as dbt reads most files; it still knows its line.
    public var stripped: SourceText {
        var (start, end) = (0, bytes.count)
        while start < end, let length = WhiteSpace.length(after: start, in: bytes) { start += length }
        while end > start, let length = WhiteSpace.length(before: end, in: bytes) { end -= length }
        return start == 0 && end == bytes.count ? self : part(SourceRange(start, end))
    }
}

/// What Python counts as white space, in UTF-8.
private enum WhiteSpace {
    private static func isASCII(_ byte: UInt8) -> Bool {
        byte == 32 || (9...13).contains(byte) || (28...31).contains(byte)
    }

    /// Whether the bytes are one white space character beyond ASCII.
    private static func isWide(_ bytes: ArraySlice<UInt8>) -> Bool {
        switch String(decoding: bytes, as: UTF8.self).unicodeScalars.first?.value ?? 0 {
        case 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
        default: false
        }
    }

    /// The bytes of the white space that begins at `start`; nil when there is none.
    static func length(after start: Int, in bytes: [UInt8]) -> Int? {
        if bytes[start] < 0x80 { return isASCII(bytes[start]) ? 1 : nil }
        let length = bytes[start] < 0xE0 ? 2 : 3
        return start + length <= bytes.count && isWide(bytes[start..<start + length]) ? length : nil
    }

    /// The bytes of the white space that ends at `end`; nil when there is none.
    static func length(before end: Int, in bytes: [UInt8]) -> Int? {
        if bytes[end - 1] < 0x80 { return isASCII(bytes[end - 1]) ? 1 : nil }
        return [2, 3].first { $0 <= end && bytes[end - $0] >= 0xC0 && isWide(bytes[end - $0..<end]) }
    }
}
