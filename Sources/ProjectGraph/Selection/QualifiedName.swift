/// The matching of `fqn:` values.
///
/// Source: dbt-core 1.11, fqn matching.
struct QualifiedName {
    private let text: String
    private let parts: [Substring]
    private let leaf: Wildcard
    private let hasDot: Bool
    private let isWildcard: Bool

    init(_ text: String) {
        self.text = text
        parts = text.split(separator: ".", omittingEmptySubsequences: false)
        leaf = Wildcard(text)
        hasDot = parts.count > 1
        isWildcard = Wildcard.isWildcard(text)
    }

    /// Whether the value fits `fqn`, with or without its package.
    func matches(_ fqn: [String], isVersioned: Bool) -> Bool {
        if text == "*" { return !fqn.isEmpty }
        return matches(fqn[...], isVersioned) || matches(fqn.dropFirst(), isVersioned)
    }

    private func matches(_ fqn: ArraySlice<String>, _ isVersioned: Bool) -> Bool {
        guard let last = fqn.last else { return false }
        if isVersioned {
            let name = fqn.dropLast().last ?? ""
            if name == text || parts.suffix(2).joined(separator: "_") == "\(name)_\(last)" { return true }
        } else if last == text {
            return true
        }
        let flat = fqn.flatMap { $0.split(separator: ".", omittingEmptySubsequences: false) }
        guard flat.count >= parts.count else { return false }
        // A pattern without a dot may also fit the name alone, however deep it stands.
        if !hasDot, isWildcard, leaf.matches(isVersioned ? fqn.dropLast().last ?? "" : last) { return true }
        for (index, part) in parts.enumerated() {
            if Wildcard.isWildcard(part) {
                return Wildcard(parts[index...].joined(separator: "."))
                    .matches(flat[index...].joined(separator: "."))
            }
            if flat[index] != part { return false }
        }
        return true
    }
}
