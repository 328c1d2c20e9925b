internal import Formats
public import ProjectGraph
internal import ProjectModel

/// How many resources of each type a project has: `5 models, 1 analysis, 8 data tests`.
///
/// Source: dbt-core 1.11, line construction.
public struct FoundStats {
    /// The counts in words, in the order in which types first occur.
    public let line: String

    public init(_ manifest: borrowing Manifest) {
        var order: [ResourceType] = []
        var counts: [ResourceType: Int] = [:]
        func add(_ type: ResourceType, _ count: Int = 1) {
            guard count > 0 else { return }
            if counts[type] == nil { order.append(type) }
            counts[type, default: 0] += count
        }
        for node in manifest.nodes.values where node.resourceType != .function { add(node.resourceType) }
        add(.source, manifest.sources.count)
        for resource in manifest.resources.values where resource.resourceType == .exposure { add(.exposure) }
        for resource in manifest.resources.values where resource.resourceType == .metric { add(.metric) }
        // Macros that only other built-in macros call are nothing that a user of dbt knows.
        add(.macro, manifest.macros.values.count { !$0.name.hasPrefix("martlet__") })
        for type in [ResourceType.group, .semanticModel, .savedQuery] {
            add(type, manifest.resources.values.count { $0.resourceType == type })
        }
        add(.unitTest, manifest.unitTests.count)
        line = order.map { Self.text($0, counts[$0] ?? 0) }.joined(separator: ", ")
    }

    private static func text(_ type: ResourceType, _ count: Int) -> String {
        switch type {
        case .test: count == 1 ? "1 test" : "\(count) data tests"
        case .analysis: count == 1 ? "1 analysis" : "\(count) analyses"
        case .savedQuery: count == 1 ? "1 saved query" : "\(count) saved queries"
        default: "\(count) \(type.rawValue.replacing("_", with: " "))\(count == 1 ? "" : "s")"
        }
    }
}
