internal import Platform

/// What the addresses of the server stand for: files of one folder, and nothing outside it.
struct PageFiles {
    struct Page {
        let type: String
        let bytes: [UInt8]

        static func text(_ text: String) -> Page { Page(type: "text/plain; charset=utf-8", bytes: Array(text.utf8)) }
    }

    /// The address of the event stream; no file of a site is called so.
    static let eventsPath = "/.events"

    let directory: String
    let files: any FileSystem

    private static let types = [
        ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8",
        ".css": "text/css; charset=utf-8", ".json": "application/json", ".svg": "image/svg+xml",
        ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif",
        ".webp": "image/webp", ".txt": "text/plain; charset=utf-8", ".md": "text/plain; charset=utf-8",
        ".sql": "text/plain; charset=utf-8", ".log": "text/plain; charset=utf-8",
    ]

    private static let reloader =
        "<script>new EventSource(\"\(eventsPath)\").onmessage = () => location.reload();</script>\n"

    /// Changes whenever the site was written anew; nil while there is none.
    var version: Int? { files.info(Path.join(directory, "index.html"))?.modified }

    /// The page at a path of an address; nil when there is no such file, or none that may be seen.
    func page(at path: String) -> Page? {
        guard let name = Self.decode(path), !name.utf8.contains(0) else { return nil }
        let parts = name.split(separator: "/")
        guard !parts.contains("..") else { return nil }
        let relative = parts.isEmpty ? "index.html" : parts.joined(separator: "/")
        let place = Path.join(directory, relative)
        guard files.isFile(place), isInside(place), var bytes = try? files.read(place) else { return nil }
        if relative == "index.html" { bytes = Self.withReloader(bytes) }
        let type = Self.types[Path.fileExtension(place).lowercased()] ?? "application/octet-stream"
        return Page(type: type, bytes: bytes)
    }

    /// A link in the folder may not lead out of it.
    private func isInside(_ place: String) -> Bool {
        guard let root = files.realPath(directory), let real = files.realPath(place) else { return false }
        return Path.contains(root, real)
    }

    private static func withReloader(_ bytes: [UInt8]) -> [UInt8] {
        let page = String(decoding: bytes, as: UTF8.self)
        guard let end = page.ranges(of: "</body>").last else { return bytes }
        return Array("\(page[..<end.lowerBound])\(reloader)\(page[end.lowerBound...])".utf8)
    }

    /// The text behind `%20` and the like; nil when it is malformed.
    private static func decode(_ path: String) -> String? {
        var bytes: [UInt8] = []
        var rest = Array(path.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            let digits = String(decoding: rest.prefix(2), as: UTF8.self)
            guard digits.utf8.count == 2, let value = UInt8(digits, radix: 16) else { return nil }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
