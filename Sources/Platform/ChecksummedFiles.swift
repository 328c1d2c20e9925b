internal import Synchronization

/// A file system that remembers a checksum of every file that it has read: what a cache was made from.
public final class ChecksummedFiles: FileSystem {
    private let files: any FileSystem
    private let known = Mutex<[String: UInt64]>([:])

    public init(_ files: any FileSystem) { self.files = files }

    /// The checksum of the file as it was when it was read; nil when it was not.
    public func checksum(of path: String) -> UInt64? { known.withLock { $0[path] } }

    public func read(_ path: String) throws(FileError) -> [UInt8] {
        let bytes = try files.read(path)
        let checksum = Hash.checksum(bytes)
        known.withLock { $0[path] = checksum }
        return bytes
    }

    public var currentDirectory: String { files.currentDirectory }
    public func write(_ bytes: [UInt8], to path: String) throws(FileError) { try files.write(bytes, to: path) }
    public func write(_ parts: [ArraySlice<UInt8>], to path: String) throws(FileError) {
        try files.write(parts, to: path)
    }
    public func append(_ bytes: [UInt8], to path: String) throws(FileError) { try files.append(bytes, to: path) }
    public func info(_ path: String) -> FileInfo? { files.info(path) }
    public func entries(of directory: String) throws(FileError) -> [FileEntry] { try files.entries(of: directory) }
    public func createDirectory(_ path: String) throws(FileError) { try files.createDirectory(path) }
    public func remove(_ path: String) throws(FileError) { try files.remove(path) }
    public func move(_ path: String, to newPath: String) throws(FileError) { try files.move(path, to: newPath) }
    public func createSymbolicLink(at path: String, to target: String) throws(FileError) {
        try files.createSymbolicLink(at: path, to: target)
    }
    public func realPath(_ path: String) -> String? { files.realPath(path) }
    public func walk(_ directory: String, descend: (String) -> Bool) throws(FileError) -> [FileEntry] {
        try files.walk(directory, descend: descend)
    }
}
