/// What a path leads to, after symbolic links.
public struct FileInfo: Sendable, Hashable {
    public enum Kind: Sendable, Hashable { case file, directory, other }

    public var kind: Kind
    /// In bytes.
    public var size: Int
    /// The time of the last change, in nanoseconds since 1970.
    public var modified: Int

    public init(kind: Kind, size: Int, modified: Int) {
        self.kind = kind
        self.size = size
        self.modified = modified
    }
}

/// A file or directory found in a listing.
public struct FileEntry: Sendable, Hashable {
    /// The path relative to the listed directory, with forward slashes.
    public var path: String
    public var info: FileInfo

    public init(path: String, info: FileInfo) {
        self.path = path
        self.info = info
    }

    public var isDirectory: Bool { info.kind == .directory }
    public var isFile: Bool { info.kind == .file }
}

/// The files that Martlet works on: those of the machine (`RealFiles`) or a value in memory (`MemoryFiles`) in tests.
///
/// Paths are absolute, or relative to `currentDirectory`. Symbolic links are followed everywhere but in `remove`.
public protocol FileSystem: Sendable {
    var currentDirectory: String { get }

    /// All bytes of a file.
    func read(_ path: String) throws(FileError) -> [UInt8]

    /// Opens a file to read it piece by piece.
    func reader(_ path: String) throws(FileError) -> FileReader

    /// Puts `bytes` at `path` so that a reader sees the old file or the new one, never a part; makes missing parents.
    func write(_ bytes: [UInt8], to path: String) throws(FileError)

    /// The same with bytes that stand in several places, so that big ones need not be put together first.
    func write(_ parts: [ArraySlice<UInt8>], to path: String) throws(FileError)
    /// Adds `bytes` at the end of a file, making it and its parents when missing.
    func append(_ bytes: [UInt8], to path: String) throws(FileError)

    /// What `path` leads to; nil when there is nothing (or nothing we may see).
    func info(_ path: String) -> FileInfo?

    /// What a directory holds, sorted by name.
    func entries(of directory: String) throws(FileError) -> [FileEntry]

    /// Makes a directory and its missing parents; an existing one is fine.
    func createDirectory(_ path: String) throws(FileError)

    /// Removes a file, a link, or a directory with all it holds; nothing happens when it does not exist.
    func remove(_ path: String) throws(FileError)

    /// Moves a file or directory, replacing a file at the new place.
    func move(_ path: String, to newPath: String) throws(FileError)

    /// Makes a symbolic link at `path` that leads to `target`.
    func createSymbolicLink(at path: String, to target: String) throws(FileError)

    /// The absolute path without links, `.` and `..`; nil when it does not exist.
    func realPath(_ path: String) -> String?

    /// Everything below `directory`, parents before their children, names sorted within a directory.
    ///
    /// A directory for whose relative path `descend` is false is listed but not entered. A link that leads back to one
    /// of its own parents is not entered either; unreadable directories below the first are skipped.
    func walk(_ directory: String, descend: (String) -> Bool) throws(FileError) -> [FileEntry]
}

extension FileSystem {
    /// Everything below `directory`.
    public func walk(_ directory: String) throws(FileError) -> [FileEntry] {
        try walk(directory) { _ in true }
    }

    public func reader(_ path: String) throws(FileError) -> FileReader {
        FileReader(path: path, bytes: try read(path))
    }

    public func write(_ parts: [ArraySlice<UInt8>], to path: String) throws(FileError) {
        try write(Array(parts.joined()), to: path)
    }

    public func exists(_ path: String) -> Bool { info(path) != nil }
    public func isFile(_ path: String) -> Bool { info(path)?.kind == .file }
    public func isDirectory(_ path: String) -> Bool { info(path)?.kind == .directory }

    /// The text of a UTF-8 file; bytes that are not UTF-8 become U+FFFD.
    public func readText(_ path: String) throws(FileError) -> String {
        String(decoding: try read(path), as: UTF8.self)
    }

    public func write(_ text: String, to path: String) throws(FileError) {
        try write(Array(text.utf8), to: path)
    }

    /// `path` from the root, with `.` and `..` taken out by text alone.
    public func absolutePath(_ path: String) -> String {
        Path.normalize(Path.join(currentDirectory, path))
    }

    /// Copies a file, or a directory with all it holds.
    public func copy(_ path: String, to newPath: String) throws(FileError) {
        guard isDirectory(path) else { return try write(read(path), to: newPath) }
        try createDirectory(newPath)
        for entry in try walk(path) {
            let place = Path.join(newPath, entry.path)
            if entry.isDirectory {
                try createDirectory(place)
            } else if entry.isFile {
                try write(read(Path.join(path, entry.path)), to: place)
            }
        }
    }
}
