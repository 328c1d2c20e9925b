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
        case pattern([Token])
    }

    enum Token: Sendable, Hashable {
        case scalar(Unicode.Scalar)
        case one, many
        case set(GlobSet)
        /// The number of the placeholder.
        case placeholder(Int)
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
            let component = try Self.component(part, &placeholders)
            if rest.isEmpty, index < parts.count - 1, case .fixed = component {
                fixed.append(part)
                continue
            }
            if part == ".." { throw Failure(reason: "has `..` after a pattern") }
            rest.append(component)
        }
        if rest.last == .anyDirectories { rest.append(.pattern([.many])) }
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
            case .pattern(let tokens):
                tokens.allSatisfy { token in
                    switch token {
                    case .scalar, .placeholder: true
                    case .one, .many, .set: false
                    }
                }
            }
        }
    }

    private static func component(
        _ text: Substring, _ placeholders: inout [String]
    ) throws(Failure) -> Component {
        if text == "**" { return .anyDirectories }
        guard text.utf8.contains(where: { "*?[{".utf8.contains($0) }) else { return .fixed(String(text)) }
        let scalars = Array(text.unicodeScalars)
        var tokens: [Token] = []
        var index = 0
        while index < scalars.count {
            switch scalars[index] {
            case "*": if tokens.last != .many { tokens.append(.many) }
            case "?": tokens.append(.one)
            case "[":
                guard let set = GlobSet(scalars, at: index, negations: ["!", "^"], end: &index) else {
                    throw Failure(reason: "has a `[` without `]`")
                }
                tokens.append(.set(set))
            case "{":
                guard let end = scalars[index...].firstIndex(of: "}"), end > index + 1 else {
                    throw Failure(reason: "has a `{` without a column's name and `}`")
                }
                var name = String.UnicodeScalarView()
                name.append(contentsOf: scalars[(index + 1)..<end])
                let column = String(name).lowercased()
                guard !placeholders.contains(column) else {
                    throw Failure(reason: "has `{\(column)}` twice")
                }
                if case .placeholder = tokens.last {
                    throw Failure(reason: "has two placeholders without anything between them")
                }
                tokens.append(.placeholder(placeholders.count))
                placeholders.append(column)
                index = end
            default: tokens.append(.scalar(scalars[index]))
            }
            index += 1
        }
        return .pattern(tokens)
    }

    /// The values of the placeholders for a path below the fixed part; nil when the path does not fit.
    func values(of path: String) -> [String]? {
        let names = Path.components(path).map(String.init)
        func fit(_ component: Int, _ name: Int) -> [Int: String]? {
            guard component < components.count else { return name == names.count ? [:] : nil }
            if case .anyDirectories = components[component] {
                return fit(component + 1, name) ?? (name < names.count ? fit(component, name + 1) : nil)
            }
            guard name < names.count else { return nil }
            switch components[component] {
            case .fixed(let wanted): return wanted == names[name] ? fit(component + 1, name + 1) : nil
            case .pattern(let tokens):
                guard let values = Self.match(tokens, names[name]) else { return nil }
                return fit(component + 1, name + 1)?.merging(values) { $1 }
            case .anyDirectories: return nil
            }
        }
        guard let found = fit(0, 0) else { return nil }
        return placeholders.indices.map { found[$0] ?? "" }
    }

    /// The values of the placeholders of one component when `name` fits its tokens; nil when it does not.
    static func match(_ tokens: [Token], _ name: String) -> [Int: String]? {
        let scalars = Array(name.unicodeScalars)
        var captures: [Int: Range<Int>] = [:]
        // What did not fit once does not fit again: patterns with many stars stay fast.
        var failed = Set<Int>()
        func fits(_ token: Int, _ index: Int) -> Bool {
            guard token < tokens.count else { return index == scalars.count }
            let key = token * (scalars.count + 1) + index
            if failed.contains(key) { return false }
            var answer = false
            switch tokens[token] {
            case .scalar(let wanted):
                answer = index < scalars.count && scalars[index] == wanted && fits(token + 1, index + 1)
            case .one: answer = index < scalars.count && fits(token + 1, index + 1)
            case .set(let set):
                answer = index < scalars.count && set.contains(scalars[index]) && fits(token + 1, index + 1)
            case .many: answer = (index...scalars.count).contains { fits(token + 1, $0) }
            case .placeholder(let number):
                for end in index..<scalars.count where fits(token + 1, end + 1) {
                    captures[number] = index..<(end + 1)
                    answer = true
                    break
                }
            }
            if !answer { failed.insert(key) }
            return answer
        }
        guard fits(0, 0) else { return nil }
        return captures.mapValues { range in
            var text = String.UnicodeScalarView()
            text.append(contentsOf: scalars[range])
            return String(text)
        }
    }
}
