internal import Formats
internal import ProjectModel

/// Whether the configs of two invocations are the same, compared as they were written.
///
/// Source: dbt-core 1.11, state comparison.
enum ConfigComparison {
    /// Where a node lands and how it is grouped is compared elsewhere or not at all.
    private static let ignoredOfNodes: Set<String> = ["alias", "schema", "database", "tags", "group"]
    /// Of tests only these count.
    private static let modifiersOfTests = [
        "severity", "where", "limit", "fail_calc", "warn_if", "error_if", "store_failures", "store_failures_as",
    ]

    static func isSame(_ new: Node, _ old: Node) -> Bool {
        if new.resourceType == .test {
            return modifiersOfTests.allSatisfy { new.unrenderedConfig.hasSame($0, as: old.unrenderedConfig) }
        }
        return isSame(new.unrenderedConfig, old.unrenderedConfig, ignoring: ignoredOfNodes)
    }

    static func isSame(_ new: SourceTable, _ old: SourceTable) -> Bool {
        isSame(new.unrenderedConfig, old.unrenderedConfig, ignoring: [])
    }

    static func isSame(_ new: GraphResource, _ old: GraphResource) -> Bool {
        switch new.resourceType {
        case .exposure: isSame(new.unrenderedConfig, old.unrenderedConfig, ignoring: [])
        case .metric: isSame(new.unrenderedConfig, old.unrenderedConfig, ignoring: ["group"])
        default: new.config.values.isSame(as: old.config.values)
        }
    }

    private static func isSame(_ new: DataMapping, _ old: DataMapping, ignoring ignored: Set<String>) -> Bool {
        new.keys.allSatisfy { ignored.contains($0) || new.hasSame($0, as: old) }
            && old.keys.allSatisfy { ignored.contains($0) || new[$0] != nil }
    }
}
