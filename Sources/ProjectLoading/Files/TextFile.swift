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
