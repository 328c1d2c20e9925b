internal import Glibc

/// A symbolic link and what it says.
public struct SymbolicLink: Sendable, Hashable {
    /// Relative to the directory in which it was searched.
    public let path: String
    public let target: String
}

extension RealFiles {
    /// All symbolic links below `directory`, also those that lead nowhere. No link is followed.
    public func symbolicLinks(below directory: String) throws(FileError) -> [SymbolicLink] {
        var links: [SymbolicLink] = []
        try collectLinks(directory, prefix: "", &links)
        return links
    }

    private func collectLinks(
        _ directory: String, prefix: String, _ links: inout [SymbolicLink]
    ) throws(FileError) {
        for name in try names(of: directory).sorted() {
            let path = Path.join(directory, name)
            if let target = linkTarget(path) {
                links.append(SymbolicLink(path: prefix + name, target: target))
            } else if isDirectory(path) {
                try collectLinks(path, prefix: "\(prefix)\(name)/", &links)
            }
        }
    }

    /// What the symbolic link at `path` says; nil when there is none.
    public func linkTarget(_ path: String) -> String? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = unsafe readlink(path, &buffer, buffer.count)
        return count < 0 ? nil : String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// The names in a directory, also of links that lead nowhere, in no order.
    func names(of directory: String) throws(FileError) -> [String] {
        guard let stream = unsafe opendir(directory) else { throw FileError("list", directory, number: errno) }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { field in
                unsafe field.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }
}
