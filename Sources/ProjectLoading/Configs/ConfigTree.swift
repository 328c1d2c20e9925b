internal import Diagnostics
internal import Formats

/// A tree of configurations of one `dbt_project.yml`, such as `models:`, prepared for lookups by fqn: every level
/// already holds the result of merging all levels above it.
///
/// Source: dbt-core 1.11, config trees.
final class ConfigTree: Sendable {
    /// Names from the root to here, such as `["shop", "staging"]`.
    let path: [String]
    /// The keys of this level alone, without `+`, under canonical names.
    let own: DataMapping
    /// Everything from the defaults down to this level.
    let merged: DataMapping
    /// Whether the file says anything at this level.
    let hasConfig: Bool
    let children: [String: ConfigTree]
    /// The names of `children` in the order of the file.
    private let folders: [String]

    /// - Parameters:
    ///   - tree: the mapping as it stands in the file.
    ///   - base: what the levels above give.
    ///   - merge: how one level is put on those above it.
    init(
        _ tree: DataMapping, path: [String] = [], base: DataMapping,
        merge: (DataMapping, inout DataMapping) throws(Diagnostic) -> Void
    ) throws(Diagnostic) {
        self.path = path
        var own: DataMapping = [:]
        var folders: [(String, DataMapping)] = []
        var hasConfig = false
        for (key, value) in tree {
            if key.hasPrefix("+") {
                own[Self.trimmed(String(key.dropFirst()))] = value
                hasConfig = true
            } else if case .mapping(let inner) = value {
                folders.append((key, inner))
            } else {
                own[key] = value
                hasConfig = true
            }
        }
        own = try ConfigMerge.translatingAliases(own)
        var merged = base
        try merge(own, &merged)
        var children: [String: ConfigTree] = [:]
        for (name, inner) in folders {
            children[name] = try ConfigTree(inner, path: path + [name], base: merged, merge: merge)
        }
        self.own = own
        self.merged = merged
        self.hasConfig = hasConfig
        self.children = children
        self.folders = folders.map(\.0)
    }

    private static func trimmed(_ key: String) -> String {
        String(key.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }

    /// The deepest level whose path is a prefix of `fqn`.
    func level(for fqn: [String]) -> ConfigTree {
        var level = self
        for name in fqn {
            guard let next = level.children[name] else { break }
            level = next
        }
        return level
    }

    /// All levels whose path is a prefix of `fqn`, from the root down.
    func levels(for fqn: [String]) -> [ConfigTree] {
        var levels = [self]
        for name in fqn {
            guard let next = levels[levels.count - 1].children[name] else { break }
            levels.append(next)
        }
        return levels
    }

    /// The levels at which the file says something, in the order of the file.
    var configuredLevels: [ConfigTree] {
        (hasConfig ? [self] : []) + folders.flatMap { children[$0]?.configuredLevels ?? [] }
    }
}
