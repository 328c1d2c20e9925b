/// Paths as text: what can be said about them without looking at a disk.
///
/// Source: the behaviour of Python's `os.path` and `pathlib` on POSIX, which decide the paths in dbt's artifacts.
public enum Path {
    private static let slash = UInt8(ascii: "/")
    private static let dot = UInt8(ascii: ".")

    /// `base/path`; just `path` when it is absolute, just `base` when `path` is empty.
    public static func join(_ base: String, _ path: String) -> String {
        if path.utf8.first == slash || base.isEmpty { return path }
        if path.isEmpty { return base }
        return base.utf8.last == slash ? base + path : "\(base)/\(path)"
    }

    public static func join(_ base: String, _ first: String, _ second: String, _ more: String...) -> String {
        more.reduce(join(join(base, first), second)) { join($0, $1) }
    }

    public static func isAbsolute(_ path: String) -> Bool { path.utf8.first == slash }

    /// The parts between the slashes, without empty ones and without `.`.
    public static func components(_ path: String) -> [Substring] {
        path.split(separator: "/").filter { $0 != "." }
    }

    /// Everything before the last component: `a/b` of `a/b/c.sql`, `/` of `/a`, empty for a bare name.
    public static func directory(_ path: String) -> String {
        let bytes = path.utf8
        guard let last = bytes.lastIndex(of: slash) else { return "" }
        let head = bytes[..<last]
        guard let end = head.lastIndex(where: { $0 != slash }) else { return "/" }
        return String(path[...end])
    }

    /// The last component: `c.sql` of `a/b/c.sql`; empty when the path ends with a slash.
    public static func name(_ path: String) -> String {
        guard let last = path.utf8.lastIndex(of: slash) else { return path }
        return String(path[path.utf8.index(after: last)...])
    }

    /// The name without its last extension: `c.d` of `a/c.d.sql`, `.env` of `.env`.
    public static func stem(_ path: String) -> String {
        let name = name(path)
        guard let dot = extensionDot(name) else { return name }
        return String(name[..<dot])
    }

    /// The last extension with its dot: `.sql`; empty when there is none.
    public static func fileExtension(_ path: String) -> String {
        let name = name(path)
        guard let dot = extensionDot(name) else { return "" }
        return String(name[dot...])
    }

    private static func extensionDot(_ name: String) -> String.Index? {
        guard let last = name.utf8.lastIndex(of: dot), name.utf8[..<last].contains(where: { $0 != dot }) else {
            return nil
        }
        return last
    }

    /// The path without `.`, doubled slashes, and `..` where the part before it is known; `.` when nothing is left.
    public static func normalize(_ path: String) -> String {
        var parts: [Substring] = []
        let absolute = isAbsolute(path)
        for part in components(path) {
            if part != ".." || (parts.isEmpty && !absolute) || parts.last == ".." {
                parts.append(part)
            } else if !parts.isEmpty {
                parts.removeLast()
            }
        }
        let text = parts.joined(separator: "/")
        return absolute ? "/\(text)" : text.isEmpty ? "." : text
    }

    /// The way from directory `base` to `path`, both absolute or both relative: `../c` from `/a/b` to `/a/c`.
    public static func relative(_ path: String, to base: String) -> String {
        let target = components(normalize(path))
        let start = components(normalize(base))
        var shared = 0
        while shared < target.count, shared < start.count, target[shared] == start[shared] { shared += 1 }
        let parts = Array(repeating: "..", count: start.count - shared) + target[shared...]
        return parts.isEmpty ? "." : parts.joined(separator: "/")
    }

    /// `path` is `directory` itself or lies below it; both normalized.
    public static func contains(_ directory: String, _ path: String) -> Bool {
        guard path.hasPrefix(directory) else { return false }
        return path.utf8.count == directory.utf8.count || directory.utf8.last == slash
            || path.utf8[path.utf8.index(path.startIndex, offsetBy: directory.utf8.count)] == slash
    }

    /// `path` with a leading `~` or `~/` replaced by `home`.
    public static func expandingHome(_ path: String, home: String?) -> String {
        guard let home, path == "~" || path.hasPrefix("~/") else { return path }
        return path == "~" ? home : join(home, String(path.dropFirst(2)))
    }
}
