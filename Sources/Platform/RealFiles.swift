internal import Glibc

/// The files of the machine.
public struct RealFiles: FileSystem {
    public init() {}

    public var currentDirectory: String {
        guard let text = unsafe getcwd(nil, 0) else { return "/" }
        defer { unsafe free(text) }
        return unsafe String(cString: text)
    }

    /// Makes `path` the directory of this process to which relative paths refer.
    public func changeDirectory(_ path: String) throws(FileError) {
        try check(unsafe chdir(path), "enter", path)
    }

    public func read(_ path: String) throws(FileError) -> [UInt8] {
        let file = try Descriptor(path, O_RDONLY, "read")
        return try file.readAll("read", path)
    }

    public func reader(_ path: String) throws(FileError) -> FileReader { try FileReader(opening: path) }

    public func write(_ bytes: [UInt8], to path: String) throws(FileError) { try write([bytes[...]], to: path) }

    public func write(_ parts: [ArraySlice<UInt8>], to path: String) throws(FileError) {
        // A name of its own per process and call: two writers of one file must not share the temporary one.
        let temporary = "\(path).\(getpid())-\(Random.hex(bytes: 4)).tmp"
        let file = try create(temporary, O_WRONLY | O_CREAT | O_EXCL | O_TRUNC)
        do throws(FileError) {
            for part in parts { try file.writeAll(part, "write", path) }
            try check(unsafe rename(temporary, path), "write", path)
        } catch {
            unsafe unlink(temporary)
            throw error
        }
    }

    public func append(_ bytes: [UInt8], to path: String) throws(FileError) {
        let file = try create(path, O_WRONLY | O_CREAT | O_APPEND)
        try file.writeAll(bytes[...], "write", path)
    }

    /// Opens a file to write, making its missing parents only when the first attempt shows that they are missing.
    func create(_ path: String, _ flags: Int32) throws(FileError) -> Descriptor {
        do throws(FileError) {
            return try Descriptor(path, flags, "write")
        } catch {
            guard error.number == ENOENT else { throw error }
        }
        try createDirectory(Path.directory(path))
        return try Descriptor(path, flags, "write")
    }

    public func info(_ path: String) -> FileInfo? {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        return FileInfo(status)
    }

    public func createDirectory(_ path: String) throws(FileError) {
        if path.isEmpty { return }
        if unsafe mkdir(path, 0o777) == 0 { return }
        let number = errno
        if isDirectory(path) { return }
        let parent = Path.directory(path)
        guard number == ENOENT, parent != path, !parent.isEmpty else {
            throw FileError("create directory", path, number: number)
        }
        try createDirectory(parent)
        if unsafe mkdir(path, 0o777) != 0, !isDirectory(path) {
            throw FileError("create directory", path, number: errno)
        }
    }

    public func remove(_ path: String) throws(FileError) {
        if unsafe unlink(path) == 0 || errno == ENOENT || errno == ENOTDIR { return }
        let number = errno
        guard number == EISDIR || number == EPERM else { throw FileError("remove", path, number: number) }
        for name in try names(of: path) { try remove(Path.join(path, name)) }
        try check(unsafe rmdir(path), "remove", path)
    }

    public func move(_ path: String, to newPath: String) throws(FileError) {
        try check(unsafe rename(path, newPath), "move", path)
    }

    public func createSymbolicLink(at path: String, to target: String) throws(FileError) {
        try check(unsafe symlink(target, path), "link", path)
    }

    public func realPath(_ path: String) -> String? {
        guard let text = unsafe realpath(path, nil) else { return nil }
        defer { unsafe free(text) }
        return unsafe String(cString: text)
    }

    /// Makes an empty directory with a new name below the system's directory for temporary files.
    public func makeTemporaryDirectory(prefix: String) throws(FileError) -> String {
        let parent = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
        let path = Path.join(parent, "\(prefix)-\(Random.hex(bytes: 8))")
        try check(unsafe mkdir(path, 0o700), "create directory", path)
        return path
    }

    /// Allows only what `permissions` say, as `chmod` does.
    public func setPermissions(_ permissions: UInt32, of path: String) throws(FileError) {
        try check(unsafe chmod(path, permissions), "change permissions of", path)
    }

    /// Gives a file or directory to another user.
    public func setOwner(user: UInt32, group: UInt32, of path: String) throws(FileError) {
        try check(unsafe chown(path, user, group), "change owner of", path)
    }

    /// User and group that own what `path` leads to; nil when there is nothing.
    public func owner(of path: String) -> (user: UInt32, group: UInt32)? {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        return (status.st_uid, status.st_gid)
    }

    private func check(_ status: Int32, _ operation: String, _ path: String) throws(FileError) {
        if status != 0 { throw FileError(operation, path, number: errno) }
    }
}

extension FileInfo {
    init(_ status: stat) {
        kind =
            switch status.st_mode & S_IFMT {
            case S_IFREG: .file
            case S_IFDIR: .directory
            default: .other
            }
        size = Int(status.st_size)
        modified = Int(status.st_mtim.tv_sec) * 1_000_000_000 + Int(status.st_mtim.tv_nsec)
    }
}
