internal import Diagnostics

/// One condition of `require-dbt-version`, such as `>=1.3.0`.
///
/// Source: dbt-core 1.11, dbt_common/semver.py.
struct VersionRequirement {
    enum Relation: String { case less = "<", atMost = "<=", equal = "=", atLeast = ">=", greater = ">" }

    var relation: Relation
    var version: Version

    /// A semantic version; one without a pre-release comes after those with one.
    struct Version: Comparable {
        var numbers: [Int]
        var prerelease: [Substring]
        var text: String

        init?(_ text: Substring) {
            let core = text.split(separator: "+", maxSplits: 1, omittingEmptySubsequences: false)[0]
            let parts = core.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
            let digits = parts[0].split(separator: ".", omittingEmptySubsequences: false)
            guard digits.count == 3 else { return nil }
            let numbers = digits.compactMap { part in
                part.utf8.allSatisfy { (48...57).contains($0) } && (part == "0" || part.first != "0") ? Int(part) : nil
            }
            guard numbers.count == 3, parts.count == 1 || !parts[1].isEmpty else { return nil }
            self.numbers = numbers
            self.text = String(text)
            prerelease = parts.count > 1 ? parts[1].split(separator: ".") : []
        }

        static func == (left: Version, right: Version) -> Bool {
            left.numbers == right.numbers && left.prerelease == right.prerelease
        }

        static func < (left: Version, right: Version) -> Bool {
            if left.numbers != right.numbers { return left.numbers.lexicographicallyPrecedes(right.numbers) }
            if left.prerelease.isEmpty || right.prerelease.isEmpty { return !left.prerelease.isEmpty }
            for (a, b) in zip(left.prerelease, right.prerelease) where a != b {
                switch (Int(a), Int(b)) {
                case (let a?, let b?): return a < b
                case (nil, nil): return a < b
                case (let number, _): return number != nil
                }
            }
            return left.prerelease.count < right.prerelease.count
        }
    }

    init(_ text: String) throws(Diagnostic) {
        let relations: [Relation] = [.atLeast, .atMost, .less, .greater, .equal]
        let relation = relations.first { text.hasPrefix($0.rawValue) }
        let rest = text.dropFirst(relation?.rawValue.utf8.count ?? 0)
        guard let version = Version(rest) else {
            throw Diagnostic(.projectInvalid, "\"\(text)\" is not a valid semantic version.", family: .runtime)
        }
        self.relation = relation ?? .equal
        self.version = version
    }

    var text: String { relation.rawValue + version.text }

    func allows(_ installed: Version) -> Bool {
        switch relation {
        case .less: installed < version
        case .atMost: installed <= version
        case .equal: installed == version
        case .atLeast: installed >= version
        case .greater: installed > version
        }
    }

    /// Whether some version fulfils all of `requirements`.
    static func areSatisfiable(_ requirements: [VersionRequirement]) -> Bool {
        if let exact = requirements.first(where: { $0.relation == .equal }) {
            return requirements.allSatisfy { $0.allows(exact.version) }
        }
        let lower = requirements.filter { $0.relation == .atLeast || $0.relation == .greater }
        let upper = requirements.filter { $0.relation == .atMost || $0.relation == .less }
        return lower.allSatisfy { low in
            upper.allSatisfy { high in
                let bothInclude = low.relation == .atLeast && high.relation == .atMost
                return low.version < high.version || bothInclude && low.version == high.version
            }
        }
    }
}
