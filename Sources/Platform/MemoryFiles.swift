internal import Glibc
internal import Synchronization

/// A file system in memory, for tests: fast, empty at first, and gone at the end.
///
/// Copies share their files. A change sets a file's time to one nanosecond after the change before it, so that times
/// differ without a clock. Symbolic links are resolved when they are made.
public final class MemoryFiles: FileSystem {
    private struct Node {
        var bytes: [UInt8]?
        var modified: Int
    }

    private struct State {
        /// By absolute, normalized path; a directory has no bytes.
        var nodes: [String: Node] = ["/": Node(bytes: nil, modified: 0)]
        var changes = 0
    }

    public let currentDirectory: String
    private let state = Mutex(State())

    /// Makes files from texts by path, relative to `currentDirectory` or absolute.
    public init(_ files: [String: String] = [:], currentDirectory: String = "/project") {
        self.currentDirectory = currentDirectory
        state.withLock { state in
            Self.makeDirectory(currentDirectory, &state)
            for (path, text) in files.sorted(by: { $0.key < $1.key }) {
                Self.put(Array(text.utf8), Path.normalize(Path.join(currentDirectory, path)), &state)
            }
        }
    }

    private static func makeDirectory(_ path: String, _ state: inout State) {
        guard !path.isEmpty, state.nodes[path] == nil else { return }
        makeDirectory(Path.directory(path), &state)
        state.changes += 1
        state.nodes[path] = Node(bytes: nil, modified: state.changes)
    }

    private static func put(_ bytes: [UInt8], _ path: String, _ state: inout State) {
        makeDirectory(Path.directory(path), &state)
        state.changes += 1
        state.nodes[path] = Node(bytes: bytes, modified: state.changes)
    }

    private func node(_ path: String) -> Node? {
        let place = absolutePath(path)
        return state.withLock { $0.nodes[place] }
    }

    public func read(_ path: String) throws(FileError) -> [UInt8] {
        guard let node = node(path) else { throw FileError("read", path, number: ENOENT) }
        guard let bytes = node.bytes else { throw FileError("read", path, number: EISDIR) }
        return bytes
    }

    public func write(_ bytes: [UInt8], to path: String) throws(FileError) {
        let place = absolutePath(path)
        state.withLock { Self.put(bytes, place, &$0) }
    }

    public func append(_ bytes: [UInt8], to path: String) throws(FileError) {
        let place = absolutePath(path)
        state.withLock { Self.put(($0.nodes[place]?.bytes ?? []) + bytes, place, &$0) }
    }

    public func info(_ path: String) -> FileInfo? { node(path).map(Self.info) }

    private static func info(_ node: Node) -> FileInfo {
        FileInfo(kind: node.bytes == nil ? .directory : .file, size: node.bytes?.count ?? 0, modified: node.modified)
    }

    public func entries(of directory: String) throws(FileError) -> [FileEntry] {
        try walk(directory) { _ in false }
    }

    public func createDirectory(_ path: String) throws(FileError) {
        let place = absolutePath(path)
        state.withLock { Self.makeDirectory(place, &$0) }
    }

    public func remove(_ path: String) throws(FileError) {
        let place = absolutePath(path)
        state.withLock { state in
            state.nodes = state.nodes.filter { !Path.contains(place, $0.key) }
        }
    }

    public func move(_ path: String, to newPath: String) throws(FileError) {
        guard exists(path) else { throw FileError("move", path, number: ENOENT) }
        let (from, to) = (absolutePath(path), absolutePath(newPath))
        state.withLock { state in
            for (place, node) in state.nodes where Path.contains(from, place) {
                state.nodes[place] = nil
                state.nodes[to + place.dropFirst(from.count)] = node
            }
        }
    }

    public func createSymbolicLink(at path: String, to target: String) throws(FileError) {
        try copy(Path.join(Path.directory(absolutePath(path)), target), to: path)
    }

    public func realPath(_ path: String) -> String? { exists(path) ? absolutePath(path) : nil }

    public func walk(_ directory: String, descend: (String) -> Bool) throws(FileError) -> [FileEntry] {
        guard let top = info(directory) else { throw FileError("list", directory, number: ENOENT) }
        guard top.kind == .directory else { throw FileError("list", directory, number: ENOTDIR) }
        let place = absolutePath(directory)
        let prefix = place == "/" ? "/" : place + "/"
        let nodes = state.withLock { $0.nodes }
        let below = nodes.filter { $0.key.hasPrefix(prefix) && $0.key != "/" }
            .map { (Path.components(String($0.key.dropFirst(prefix.count))), $0.value) }
            .sorted { $0.0.lexicographicallyPrecedes($1.0) }
        var closed: [String] = []
        var found: [FileEntry] = []
        for (parts, node) in below {
            let path = parts.joined(separator: "/")
            if let last = closed.last, Path.contains(last, path) { continue }
            found.append(FileEntry(path: path, info: Self.info(node)))
            if node.bytes == nil, !descend(path) { closed.append(path) }
        }
        return found
    }
}
