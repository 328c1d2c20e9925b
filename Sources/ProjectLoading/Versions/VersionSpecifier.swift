public import Diagnostics

/// One condition on a version, such as `>=1.3.0`; a version alone means exactly that one.
///
/// Source: dbt-core 1.11, dbt_common/semver.py. Comparing takes the relations into account as dbt does, so that ranges
/// that only touch (`>1.0.0` and `<1.0.0`) come out as it has them.
public struct VersionSpecifier: Sendable, Hashable {
    public enum Relation: String, Sendable {
        case atLeast = ">=", atMost = "<=", less = "<", greater = ">", exact = "="
    }

    public let relation: Relation
    /// Major, minor and patch.
    private let numbers: [Int]
    public let prerelease: String?
    private let build: String?

    /// - Throws: when `text` is no semantic version.
    public init(_ text: String) throws(Diagnostic) {
        guard let specifier = Self(parsing: text) else {
            throw Diagnostic(
                .versionInvalid, "\"\(text)\" is not a valid semantic version.", family: .runtime,
                hint: "write it as `1.3.0` or `>=1.3.0`, without spaces")
        }
        self = specifier
    }

    private init?(parsing text: String) {
        let relations: [Relation] = [.atLeast, .atMost, .less, .greater, .exact]
        let given = relations.first { text.hasPrefix($0.rawValue) }
        var rest = text.dropFirst(given?.rawValue.utf8.count ?? 0)
        var numbers: [Int] = []
        for index in 0..<3 {
            if index > 0 {
                guard rest.first == "." else { return nil }
                rest = rest.dropFirst()
            }
            // A number has no leading zeros; what follows a lone zero already belongs to the pre-release.
            let digits = rest.first == "0" ? rest.prefix(1) : rest.prefix { $0.isASCII && $0.isNumber }
            guard let number = Int(digits) else { return nil }
            numbers.append(number)
            rest = rest.dropFirst(digits.count)
        }
        let parts = rest.split(separator: "+", maxSplits: 1, omittingEmptySubsequences: false)
        let tag = parts.first ?? ""
        let label = tag.first == "-" && tag.count > 1 ? tag.dropFirst() : tag
        guard tag.isEmpty || Self.isPrerelease(label) else { return nil }
        if parts.count > 1, !parts[1].allSatisfy({ $0 == "." || Self.isLabel($0) }) { return nil }
        relation = given ?? .exact
        self.numbers = numbers
        prerelease = tag.isEmpty ? nil : String(label)
        build = parts.count > 1 && !parts[1].isEmpty ? String(parts[1]) : nil
    }

    private static func isLabel(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || character == "-")
    }

    private static func isPrerelease(_ text: Substring) -> Bool {
        text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { part in
            let isNumber = part.allSatisfy(\.isNumber)
            return !part.isEmpty && part.allSatisfy(isLabel) && !(isNumber && part.count > 1 && part.first == "0")
        }
    }

    /// With the relation: `=1.3.0`.
    public var text: String { relation.rawValue + version }

    /// Without the relation: `1.3.0-rc1`.
    public var version: String {
        let core = numbers.map(String.init).joined(separator: ".")
        return core + (prerelease.map { "-\($0)" } ?? "") + (build.map { "+\($0)" } ?? "")
    }

    private var isLowerBound: Bool { relation == .greater || relation == .atLeast }
    private var isUpperBound: Bool { relation == .less || relation == .atMost }

    /// Negative when this comes before `other`, positive when it comes after it.
    func compare(_ other: VersionSpecifier) -> Int {
        for (mine, its) in zip(numbers, other.numbers) where mine != its { return mine > its ? 1 : -1 }
        switch (prerelease, other.prerelease) {
        case (nil, nil): break
        // A limit keeps the pre-releases of the version that it excludes out.
        case (nil, _?): return relation == .less ? -1 : 1
        case (_?, nil): return -1
        case (let mine?, let its?):
            let order = Self.comparePrereleases(mine, its)
            if order != 0 { return order }
        }
        switch (relation, other.relation) {
        case (.atLeast, .atMost), (.atMost, .atLeast): return 0
        case (.less, .atMost), (.atLeast, .greater): return -1
        case (.atMost, .less), (.greater, .atLeast): return 1
        default:
            if isUpperBound, other.isLowerBound { return -1 }
            return isLowerBound && other.isUpperBound ? 1 : 0
        }
    }

    /// Numbers by value and before words, words by their bytes; the shorter of two that begin alike comes first.
    private static func comparePrereleases(_ mine: String, _ its: String) -> Int {
        let (left, right) = (mine.split(separator: "."), its.split(separator: "."))
        for (a, b) in zip(left, right) where a != b {
            switch (Int(a), Int(b)) {
            case (let a?, let b?): return a < b ? -1 : 1
            case (_?, nil): return -1
            case (nil, _?): return 1
            case (nil, nil): return a.utf8.lexicographicallyPrecedes(b.utf8) ? -1 : 1
            }
        }
        // dbt compares the lengths of the texts here.
        return mine.utf8.count == its.utf8.count ? 0 : mine.utf8.count < its.utf8.count ? -1 : 1
    }
}

extension Diagnostic.Code {
    /// A version is not written as a semantic version.
    static let versionInvalid = Diagnostic.Code(rawValue: "version-invalid")
}
