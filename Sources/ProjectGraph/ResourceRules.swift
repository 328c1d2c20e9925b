public import Diagnostics
internal import Formats
internal import ProjectModel

/// What dbt demands of resources once all of them are known.
///
/// Source: dbt-core 1.11, ManifestLoader.check_valid_group_config and its neighbours (dbt/parser/manifest.py).
struct ResourceRules {
    private let nodes: OrderedDictionary<UniqueID, Node>
    private let resources: OrderedDictionary<UniqueID, GraphResource>

    private let allowsSpaces: Bool

    /// - Parameter flags: those of the root project.
    init(
        _ nodes: OrderedDictionary<UniqueID, Node>, _ resources: OrderedDictionary<UniqueID, GraphResource>,
        flags: DataMapping
    ) {
        self.nodes = nodes
        self.resources = resources
        allowsSpaces = flags["require_resource_names_without_spaces"] == false
    }

    func check() throws(Diagnostic) {
        try checkGroups()
        for node in nodes.values where node.model?.access == "public" && node.isEphemeral {
            throw Diagnostic(
                .accessInvalid,
                "Node \(node.uniqueID) with 'ephemeral' materialization has an invalid value (public) for the access field",
                family: .parsing)
        }
    }

    /// Names become parts of commands and of relations.
    /// - Throws: when names have spaces, with all of them.
    func checkNames() throws(Diagnostic) {
        guard !allowsSpaces else { return }
        let bad = nodes.values.filter { $0.name.utf8.contains(UInt8(ascii: " ")) }
        guard !bad.isEmpty else { return }
        let list = bad.map { "  * '\($0.uniqueID)' (\($0.originalFilePath))" }.joined(separator: "\n")
        throw Diagnostic(
            .nameWithSpaces,
            "Resource names cannot contain spaces:\n\(list)\nPlease rename the invalid model(s) so that their name(s) do not contain any spaces.",
            family: .runtime)
    }

    private func checkGroups() throws(Diagnostic) {
        let names = Set(resources.values.filter { $0.resourceType == .group }.map(\.name))
        let types: [ResourceType] = [.metric, .semanticModel, .savedQuery]
        for resource in resources.values where types.contains(resource.resourceType) {
            let label = "\(resource.resourceType.rawValue) \(resource.name) (\(resource.originalFilePath))"
            try check(group: resource.config.group, of: label, names)
        }
        for node in nodes.values { try check(group: node.group, of: node.label, names) }
    }

    private func check(group: String?, of label: @autoclosure () -> String, _ names: Set<String>) throws(Diagnostic) {
        guard let group, !group.isEmpty, !names.contains(group) else { return }
        let list = names.sorted().map { "'\($0)'" }.joined(separator: ", ")
        throw Diagnostic(
            .groupNotFound, "Invalid group '\(group)', expected one of [\(list)]", family: .parsing, subject: label(),
            hint: Suggestion.hint(for: group, in: names.sorted()))
    }
}

extension Diagnostic.Code {
    /// A resource is in a group that is not defined.
    public static let groupNotFound = Self(rawValue: "group-not-found")
    /// The name of a model, a test or another node has a space.
    public static let nameWithSpaces = Self(rawValue: "name-with-spaces")
    /// A model has an access that its materialization cannot have.
    public static let accessInvalid = Self(rawValue: "access-invalid")
}
