/// The versions that fulfil all of some conditions.
///
/// Source: dbt-core 1.11, `VersionRange` of dbt_common/semver.py.
public struct VersionRange: Sendable, Hashable {
    /// Nil: no limit. An exact version is both limits.
    private var start: VersionSpecifier?
    private var end: VersionSpecifier?

    /// Nil when no version fulfils all of `specifiers`.
    public init?(_ specifiers: [VersionSpecifier]) {
        // dbt begins with the last one, which decides the text of limits that are written differently.
        var range = VersionRange()
        for specifier in specifiers.suffix(1) + specifiers.dropLast() {
            guard let narrower = range.intersection(with: VersionRange(specifier)) else { return nil }
            range = narrower
        }
        self = range
    }

    private init() {}

    private init(_ specifier: VersionSpecifier) {
        switch specifier.relation {
        case .exact: (start, end) = (specifier, specifier)
        case .greater, .atLeast: start = specifier
        case .less, .atMost: end = specifier
        }
    }

    private func intersection(with other: VersionRange) -> VersionRange? {
        var result = self
        if let mine = start, let its = other.start, mine.relation == .exact, its.relation == .exact {
            guard mine.compare(its) == 0 else { return nil }
            (result.start, result.end) = (mine, mine)
        } else {
            guard let lower = Self.bound(start, other.start, later: 1),
                let upper = Self.bound(end, other.end, later: -1)
            else { return nil }
            (result.start, result.end) = (lower, upper)
        }
        if let start = result.start, let end = result.end, start.compare(end) > 0 { return nil }
        return result
    }

    /// The narrower of two limits; nil when one is an exact version that the other excludes.
    /// - Parameter later: 1 for lower limits, -1 for upper ones.
    private static func bound(_ a: VersionSpecifier?, _ b: VersionSpecifier?, later: Int) -> VersionSpecifier?? {
        guard let a, let b else { return .some(a ?? b) }
        if a.relation != .exact, b.relation != .exact { return a.compare(b) * later < 0 ? b : a }
        let (exact, limit) = a.relation == .exact ? (a, b) : (b, a)
        let order = limit.compare(exact) * later
        let includes = limit.relation == (later > 0 ? .atLeast : .atMost)
        return order < 0 || order == 0 && includes ? .some(exact) : nil
    }

    /// `>=1.0.0, <2.0.0`, as dbt shows it.
    public var text: String {
        guard start != nil || end != nil else { return "ANY" }
        return [start, end].compactMap { $0?.text }.joined(separator: ", ")
    }

    public func contains(_ version: VersionSpecifier) -> Bool {
        VersionRange([version] + [start, end].compactMap { $0 }) != nil
    }

    /// The latest of `versions` within the range.
    public func latest(of versions: [VersionSpecifier]) -> VersionSpecifier? {
        versions.filter(contains).reduce(nil) { best, version in
            best.map { $0.compare(version) < 0 } ?? true ? version : best
        }
    }

    /// Those of `versions` that may be installed, oldest first.
    public static func installable(
        _ versions: [VersionSpecifier], withPrereleases: Bool
    ) -> [VersionSpecifier] {
        versions.filter { withPrereleases || $0.prerelease == nil }.sorted { $0.compare($1) < 0 }
    }

    /// Whether `versions` of dbt that a package asks for allow the version that this program stands for.
    public static func allows(_ dbtVersion: String, _ requirements: [VersionSpecifier]) -> Bool {
        guard let installed = try? VersionSpecifier(dbtVersion) else { return true }
        return VersionRange([installed] + requirements) != nil
    }
}
