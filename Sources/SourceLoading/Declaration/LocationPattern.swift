internal import Platform

/// Which files a source reads: a path with globs, whose `{column}` parts are values of the rows.
///
/// `*`, `?` and `[abc]` match within one component of the path, `**` any number of directories, `{column}` at least one
/// character within a component.
public struct LocationPattern: Sendable, Hashable {
    /// Why a text is no location.
    struct Failure: Error {
        let reason: String
    }

    enum Component: Sendable, Hashable {
        /// A name without patterns.
        case fixed(String)
        case anyDirectories
        case pattern(LocationName)
    }

    /// As it was written.
    public let text: String
    /// The directory in front of the first pattern, or of the file: relative to the project, or absolute.
    let fixedPart: String
    /// What follows it.
    let components: [Component]
    /// The columns that parts of the path fill, in the order of the path.
    public let placeholders: [String]

    init(_ text: String) throws(Failure) {
        self.text = text
        var placeholders: [String] = []
        var fixed: [Substring] = []
        var rest: [Component] = []
        let parts = Path.components(text)
        guard !parts.isEmpty, !text.hasSuffix("/") else { throw Failure(reason: "names a directory, not files") }
        for (index, part) in parts.enumerated() {
            let component = try Component(part, &placeholders)
            if rest.isEmpty, index < parts.count - 1, case .fixed = component {
                fixed.append(part)
                continue
            }
            if part == ".." { throw Failure(reason: "has `..` after a pattern") }
            // Two in a row find what one finds, in more ways.
            if component == .anyDirectories, rest.last == component { continue }
            rest.append(component)
        }
        if rest.last == .anyDirectories { rest.append(try Component("*", &placeholders)) }
        fixedPart = (Path.isAbsolute(text) ? "/" : "") + fixed.joined(separator: "/")
        components = rest
        self.placeholders = placeholders
    }

    /// Whether it can name one file only.
    public var isOneFile: Bool {
        if components.count == 1, case .fixed = components[0] { return true }
        return false
    }

    /// Whether the values of the placeholders decide the file.
    var isDecidedByPlaceholders: Bool {
        components.allSatisfy { component in
            switch component {
            case .fixed: true
            case .anyDirectories: false
            case .pattern(let name): name.isDecidedByPlaceholders
            }
        }
    }

    /// The values of the placeholders for a path below the fixed part; nil when the path does not fit.
    func values(of path: String) -> [String]? {
        let names = Path.components(path).map(String.init)
        let runs = WildcardWalk.runs(
            steps: components.count, items: names.count, isMany: { components[$0] == .anyDirectories },
            fits: { components[$0].values(of: names[$1]) != nil })
        guard var runs = runs?[...] else { return nil }
        var found: [Int: String] = [:]
        var next = 0
        for component in components {
            if component == .anyDirectories, let run = runs.popFirst() {
                next = run.upperBound
            } else {
                found.merge(component.values(of: names[next]) ?? [:]) { $1 }
                next += 1
            }
        }
        return placeholders.indices.map { found[$0] ?? "" }
    }
}

extension LocationPattern.Component {
    /// - Parameter columns: those of the placeholders before; the ones of this component are added.
    fileprivate init(_ text: Substring, _ columns: inout [String]) throws(LocationPattern.Failure) {
        if text == "**" {
            self = .anyDirectories
        } else if text.utf8.contains(where: { "*?[{".utf8.contains($0) }) {
            self = .pattern(try LocationName(text, &columns))
        } else {
            self = .fixed(String(text))
        }
    }

    /// The values of the placeholders when one name fits; nil when it does not.
    fileprivate func values(of name: String) -> [Int: String]? {
        switch self {
        case .fixed(let wanted): wanted == name ? [:] : nil
        case .pattern(let pattern): pattern.values(of: name)
        case .anyDirectories: nil
        }
    }
}
