internal import Platform
internal import ProjectLoading

/// A file as it was when it was parsed.
struct FileRecord {
    var kind: String
    var package: String
    var root: String
    var path: String
    var size: Int
    var modified: Int
    /// Of the content; nil when it was not read.
    var checksum: UInt64?

    init(_ file: SourceFile, _ files: ChecksummedFiles) {
        kind = file.kind.rawValue
        package = file.packageName
        root = file.root
        path = file.path
        size = file.size
        modified = file.modified
        checksum = files.checksum(of: file.absolutePath)
    }

    init(_ reader: inout ByteReader) {
        kind = reader.text()
        package = reader.text()
        root = reader.text()
        path = reader.text()
        size = reader.number()
        modified = reader.number()
        checksum = reader.byte() == 0 ? nil : reader.word()
    }

    func encode(to bytes: inout ByteWriter) {
        for text in [kind, package, root, path] { bytes.text(text) }
        bytes.number(size)
        bytes.number(modified)
        bytes.number(checksum == nil ? 0 : 1)
        if let checksum { bytes.word(checksum) }
    }

    /// Whether this stands for the same file, whatever is in it.
    func isSame(_ file: SourceFile) -> Bool {
        path == file.path && root == file.root && kind == file.kind.rawValue && package == file.packageName
    }

    /// Whether `file` still is what was parsed.
    ///
    /// The time of the last change is trusted only when it lies clearly before the parse: a file may change twice within
    /// the clock's smallest step.
    func isUnchanged(_ file: SourceFile, parsedAt: Int, _ files: any FileSystem) -> Bool {
        guard size == file.size else { return false }
        if modified == file.modified, modified < parsedAt - 1_000_000_000 { return true }
        guard let checksum, let bytes = try? files.read(file.absolutePath) else { return false }
        return Hash.checksum(bytes) == checksum
    }
}
