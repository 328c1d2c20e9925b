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
        var memory: [Int: Bool] = [:]
        func fits(_ part: Int, _ name: Int) -> Bool {
            let key = part * (names.count + 1) + name
            if let known = memory[key] { return known }
            let answer: Bool
            if part == parts.count {
                answer = name == names.count
            } else {
                switch parts[part] {
                case .anyDirectories: answer = fits(part + 1, name) || name < names.count && fits(part, name + 1)
                case .name(let pattern):
                    answer = name < names.count && pattern.matches(names[name]) && fits(part + 1, name + 1)
                }
            }
            memory[key] = answer
            return answer
        }
        return fits(0, 0)
    }
}

/// A pattern over one name, as Python's `fnmatch.fnmatchcase`: here `*` also matches slashes.
public struct NamePattern: Sendable, Hashable {
    private enum Step: Sendable, Hashable {
        case many, one
        case scalar(Unicode.Scalar)
        case set(GlobSet)
    }

    private let steps: [Step]

    public init(_ pattern: some StringProtocol) {
        let text = Array(pattern.unicodeScalars)
        var steps: [Step] = []
        var index = 0
        while index < text.count {
            switch text[index] {
            case "*": if steps.last != .many { steps.append(.many) }
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

    func matches(_ name: [Unicode.Scalar]) -> Bool {
        var (step, index) = (0, 0)
        // Where to go on when the last `*` has to take one scalar more; earlier ones never need to.
        var retry: (step: Int, index: Int)?
        while index < name.count || step < steps.count {
            if step < steps.count, steps[step] == .many {
                retry = (step, index)
                step += 1
            } else if step < steps.count, index < name.count, Self.fits(steps[step], name[index]) {
                step += 1
                index += 1
            } else if let last = retry, last.index < name.count {
                retry = (last.step, last.index + 1)
                (step, index) = (last.step + 1, last.index + 1)
            } else {
                return false
            }
        }
        return true
    }

    private static func fits(_ step: Step, _ scalar: Unicode.Scalar) -> Bool {
        switch step {
        case .many, .one: true
        case .scalar(let wanted): wanted == scalar
        case .set(let set): set.contains(scalar)
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
