internal import Glibc

extension RealFiles {
    public func entries(of directory: String) throws(FileError) -> [FileEntry] {
        try list(AT_FDCWD, directory.isEmpty ? "." : directory, shown: directory).entries
    }

    public func walk(_ directory: String, descend: (String) -> Bool) throws(FileError) -> [FileEntry] {
        var found: [FileEntry] = []
        let top = try list(AT_FDCWD, directory.isEmpty ? "." : directory, shown: directory)
        var ancestors = [top.identity]
        walk(top.entries, in: directory, prefix: "", &ancestors, descend, &found)
        return found
    }

    private func walk(
        _ entries: [FileEntry], in directory: String, prefix: String, _ ancestors: inout [Identity],
        _ descend: (String) -> Bool, _ found: inout [FileEntry]
    ) {
        for var entry in entries {
            let name = entry.path
            entry.path = prefix + name
            found.append(entry)
            guard entry.isDirectory, descend(entry.path) else { continue }
            let place = Path.join(directory, name)
            guard let inner = try? list(AT_FDCWD, place, shown: place), !ancestors.contains(inner.identity) else {
                continue
            }
            ancestors.append(inner.identity)
            walk(inner.entries, in: place, prefix: entry.path + "/", &ancestors, descend, &found)
            ancestors.removeLast()
        }
    }

    /// What makes a directory the same one, whatever path led to it.
    private struct Identity: Equatable {
        var device: UInt
        var inode: UInt
    }

    private func list(
        _ base: Int32, _ path: String, shown: String
    ) throws(FileError) -> (entries: [FileEntry], identity: Identity) {
        guard let stream = unsafe opendir(path) else { throw FileError("list", shown, number: errno) }
        defer { unsafe closedir(stream) }
        let descriptor = unsafe dirfd(stream)
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw FileError("list", shown, number: errno) }
        let identity = Identity(device: UInt(status.st_dev), inode: UInt(status.st_ino))
        var entries: [FileEntry] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { field in
                unsafe field.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            // A link that leads nowhere is as good as absent: dbt would fail to open it.
            guard name != ".", name != "..", unsafe fstatat(descriptor, name, &status, 0) == 0 else { continue }
            entries.append(FileEntry(path: name, info: FileInfo(status)))
        }
        entries.sort { $0.path < $1.path }
        return (entries, identity)
    }
}
