internal import Platform

/// The patterns of a `.dbtignore` file, in the language of `.gitignore`.
///
/// Source: dbt-core 1.11 reads them with pathspec's GitWildMatchPattern; the last pattern that matches decides.
struct IgnoreRules: Sendable {
    private struct Rule: Sendable {
        var pattern: GlobPattern
        var isNegated: Bool
        var matchesDirectoriesOnly: Bool
    }

    private var rules: [Rule] = []

    init(_ text: String) {
        for line in text.split(whereSeparator: \.isNewline) {
            var pattern = line[...]
            while pattern.last == " " { pattern = pattern.dropLast() }
            guard !pattern.isEmpty, pattern.first != "#" else { continue }
            let isNegated = pattern.first == "!"
            if isNegated { pattern = pattern.dropFirst() }
            let isDirectory = pattern.last == "/"
            while pattern.last == "/" { pattern = pattern.dropLast() }
            let isAnchored = pattern.contains("/")
            if pattern.first == "/" { pattern = pattern.dropFirst() }
            guard !pattern.isEmpty else { continue }
            rules.append(
                Rule(
                    pattern: GlobPattern(isAnchored ? String(pattern) : "**/\(pattern)"), isNegated: isNegated,
                    matchesDirectoriesOnly: isDirectory))
        }
    }

    var isEmpty: Bool { rules.isEmpty }

    /// Whether the file at `path`, relative to the project, is left out.
    func ignores(_ path: String) -> Bool {
        let parts = path.split(separator: "/")
        let parents = (1..<max(parts.count, 1)).map { parts.prefix($0).joined(separator: "/") }
        var isIgnored = false
        for rule in rules where rule.isNegated == isIgnored {
            let matches =
                !rule.matchesDirectoriesOnly && rule.pattern.matches(path)
                || parents.contains(where: rule.pattern.matches)
            if matches { isIgnored = !rule.isNegated }
        }
        return isIgnored
    }
}
