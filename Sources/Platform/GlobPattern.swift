/// A pattern over the components of paths: `models/**/*.sql`, with `*`, `?`, `[abc]`, `[!abc]`, and `**` for any number
/// of directories.
///
/// Source: Python 3.11's `fnmatch` and `pathlib.Path.glob`, which dbt uses; names that begin with a dot are as good as
/// others, letter case counts.
public struct GlobPattern: Sendable, Hashable {
    private enum Part: Sendable, Hashable {
        case anyDirectories
        case name(NamePattern)
    }

    private let parts: [Part]

    public init(_ pattern: String) {
        parts = Path.components(pattern).map { $0 == "**" ? .anyDirectories : .name(NamePattern($0)) }
    }

    /// The whole of `path` fits; both are relative to the same directory.
    public func matches(_ path: String) -> Bool {
        let names = Path.components(path).map { Array($0.unicodeScalars) }
        let runs = WildcardWalk.runs(
            steps: parts.count, items: names.count, isMany: { parts[$0] == .anyDirectories },
            fits: { part, name in
                guard case .name(let pattern) = parts[part] else { return false }
                return pattern.matches(names[name])
            })
        return runs != nil
    }
}

/// A pattern over one name, as Python's `fnmatch.fnmatchcase`: here `*` also matches slashes.
public struct NamePattern: Sendable, Hashable {
    /// What a part of the pattern takes.
    public enum Step: Sendable, Hashable {
        /// Any number of characters.
        case many
        case one
        case scalar(Unicode.Scalar)
        case set(GlobSet)
    }

    private let steps: [Step]

    /// A pattern that was written in another way than `fnmatch`'s.
    public init(_ steps: [Step]) { self.steps = steps }

    public init(_ pattern: some StringProtocol) {
        let text = Array(pattern.unicodeScalars)
        var steps: [Step] = []
        var index = 0
        while index < text.count {
            switch text[index] {
            case "*": steps.append(.many)
            case "?": steps.append(.one)
            case "[":
                steps.append(GlobSet(text, at: index, end: &index).map { .set($0) } ?? .scalar("["))
            default: steps.append(.scalar(text[index]))
            }
            index += 1
        }
        self.steps = steps
    }

    public func matches(_ name: String) -> Bool { matches(Array(name.unicodeScalars)) }

    func matches(_ name: [Unicode.Scalar]) -> Bool { runs(in: name) != nil }

    /// What each `many` takes of a name, earlier ones as little as they can; nil when the name does not fit.
    public func runs(in name: [Unicode.Scalar]) -> [Range<Int>]? {
        WildcardWalk.runs(steps: steps.count, items: name.count, isMany: { steps[$0] == .many }) { step, index in
            switch steps[step] {
            case .many, .one: true
            case .scalar(let wanted): wanted == name[index]
            case .set(let set): set.contains(name[index])
            }
        }
    }
}

extension FileSystem {
    /// The paths below `directory`, relative to it and sorted, that fit `pattern`; as `pathlib.Path.glob`, a pattern
    /// that ends with `**` gives directories only, and the directory itself as `.`.
    public func glob(_ pattern: String, in directory: String) -> [String] {
        let glob = GlobPattern(pattern)
        let directoriesOnly = Path.components(pattern).last == "**"
        let found = ((try? walk(directory)) ?? []).filter { entry in
            (entry.isDirectory || !directoriesOnly) && glob.matches(entry.path)
        }
        let top = directoriesOnly && glob.matches("") && isDirectory(directory) ? ["."] : []
        return (top + found.map(\.path)).sorted()
    }
}
