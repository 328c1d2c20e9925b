internal import CResources

/// The embedded files, sorted by the bytes of their paths.
///
/// Nothing is copied or decoded until it is asked for: a lookup is a binary search in the program's read-only memory.
public struct EmbeddedFiles: Sendable {
    /// How many files there are.
    public let count: Int

    init() {
        var count = 0
        _ = unsafe martlet_resources(&count)
        self.count = count
    }

    /// The text of the file at `path`, or nil where there is none.
    public subscript(path: String) -> String? {
        guard let buffer = unsafe buffer(of: path) else { return nil }
        return unsafe String(decoding: buffer, as: UTF8.self)
    }

    /// The bytes of the file at `path`, or nil where there is none.
    public func bytes(_ path: String) -> [UInt8]? {
        guard let buffer = unsafe buffer(of: path) else { return nil }
        return unsafe Array(buffer)
    }

    /// Calls `body` with the bytes of the file at `path` where they lie: they are never moved and outlive the process.
    /// - Returns: nil where there is no such file.
    public func withBytes<Result>(of path: String, _ body: (UnsafeRawBufferPointer) -> Result) -> Result? {
        guard let buffer = unsafe buffer(of: path) else { return nil }
        return unsafe body(UnsafeRawBufferPointer(buffer))
    }

    /// The paths of all files, sorted.
    public var keys: [String] { paths(under: "") }

    /// The paths that begin with `prefix`, sorted.
    public func paths(under prefix: String) -> [String] {
        var paths: [String] = []
        var index = lowerBound(of: prefix)
        while index < count {
            let path = path(at: index)
            guard path.utf8.starts(with: prefix.utf8) else { break }
            paths.append(path)
            index += 1
        }
        return paths
    }

    private func lowerBound(of path: String) -> Int {
        unsafe martlet_resource_lower_bound(path)
    }

    private func path(at index: Int) -> String {
        unsafe String(cString: entry(at: index).path)
    }

    @unsafe
    private func buffer(of path: String) -> UnsafeBufferPointer<UInt8>? {
        let index = lowerBound(of: path)
        guard index < count, self.path(at: index) == path else { return nil }
        let entry = unsafe entry(at: index)
        return unsafe UnsafeBufferPointer(start: entry.bytes, count: entry.count)
    }

    @unsafe
    private func entry(at index: Int) -> martlet_resource {
        var count = 0
        return unsafe martlet_resources(&count)[index]
    }
}
