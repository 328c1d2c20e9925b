public import Diagnostics
public import Events
internal import Formats
internal import Jinja
internal import OrderedCollections
internal import Platform
public import ProjectGraph
internal import ProjectModel
internal import TemplateLibrary

/// What is wrong or worth a warning once all references are resolved.
///
/// Source: the behaviour of dbt-core 1.11's manifest loader.
public struct ManifestCheck {
    private let manifest: Manifest
    private let settings: Settings
    private let log: EventLog
    private let nowInMicroseconds: Int

    /// - Parameter now: what deprecation dates are held against.
    public init(_ manifest: Manifest, invocation: Invocation, log: EventLog) {
        self.manifest = manifest
        settings = invocation.settings
        nowInMicroseconds = invocation.startedAt.microseconds
        self.log = log
    }

    /// What only a parse from the files tells.
    /// - Throws: the first node that cannot stay as it is, or a warning that the user wants to be an error.
    public func afterParsing() throws(Diagnostic) {
        try checkGroups()
        for node in manifest.nodes.values {
            guard let model = node.model else { continue }
            if model.access == "public", node.isEphemeral {
                throw Diagnostic(
                    .accessInvalid,
                    "Node \(node.uniqueID) with 'ephemeral' materialization has an invalid value (public) for the access field",
                    family: .parsing)
            }
        }
        try checkNamesOfTypes()
        try SemanticLayerCheck(manifest: manifest, settings: settings, log: log).run()
    }

    /// What every command tells, also with a manifest that was parsed before.
    /// - Throws: as `afterParsing`.
    public func always() throws(Diagnostic) {
        for node in manifest.nodes.values {
            if let date = node.model?.deprecationDate { try tellDeprecation(of: node, date) }
        }
        try checkSpaces()
    }

    // MARK: Groups and names

    private func checkGroups() throws(Diagnostic) {
        let groups = Set(manifest.resources(of: .group).map(\.name))
        func check(_ group: String?, _ label: String) throws(Diagnostic) {
            guard let group, !group.isEmpty, !groups.contains(group) else { return }
            let list = groups.sorted().map { "'\($0)'" }.joined(separator: ", ")
            throw Diagnostic(
                .groupUnknown, "Invalid group '\(group)', expected one of [\(list)]", family: .parsing, subject: label,
                hint: Suggestion.hint(for: group, in: Array(groups)))
        }
        for type in [ResourceType.metric, .semanticModel, .savedQuery] {
            for resource in manifest.resources(of: type) {
                try check(
                    resource.config.group, "\(type.rawValue) \(resource.name) (\(resource.originalFilePath))")
            }
        }
        for node in manifest.nodes.values { try check(node.group, node.label) }
    }

    /// A model and a seed of one name in one package: `ref()` cannot tell them apart.
    private func checkNamesOfTypes() throws(Diagnostic) {
        var owners: [String: Node] = [:]
        for node in manifest.nodes.values where node.resourceType.isRefable && node.model?.version == nil {
            guard let other = owners.updateValue(node, forKey: "\(node.packageName).\(node.name)") else { continue }
            if settings.behavior("require_unique_project_resource_names", default: false) {
                throw Diagnostic(
                    .duplicateName,
                    """
                    dbt found two resources with the name "\(node.name)".

                    Since these resources have the same name, dbt will be unable to find the correct resource
                    when looking for ref("\(node.name)").

                    To fix this, change the name of one of these resources:
                    - \(other.uniqueID) (\(other.originalFilePath))
                    - \(node.uniqueID) (\(node.originalFilePath))
                    """)
            }
            try log.deprecate(
                .duplicateNameOfDistinctTypes(
                    node.name, package: node.packageName, first: other.uniqueID, second: node.uniqueID))
        }
    }

    private func checkSpaces() throws(Diagnostic) {
        let nodes = manifest.nodes.values.filter { $0.name.utf8.contains(UInt8(ascii: " ")) }
        guard let first = nodes.first else { return }
        if settings.behavior("require_resource_names_without_spaces", default: true) {
            let list = nodes.map { "  * '\($0.uniqueID)' (\($0.originalFilePath))" }.joined(separator: "\n")
            throw Diagnostic(
                .nameWithSpace,
                "Resource names cannot contain spaces:\n\(list)\n"
                    + "Please rename the invalid model(s) so that their name(s) do not contain any spaces.",
                family: .runtime)
        }
        for node in settings.isDebug ? nodes : [first] { log.fire(.spacesInResourceName(node.uniqueID)) }
        try log.deprecate(.resourceNamesWithSpaces(count: nodes.count, hintsAtDebug: !settings.isDebug))
    }

    // MARK: Deprecation dates

    private func tellDeprecation(of node: Node, _ date: String) throws(Diagnostic) {
        let hasPassed = Value.microsecondsSinceEpoch(ofISO: date).map { $0 < nowInMicroseconds } ?? false
        let version = node.model?.version?.text ?? ""
        if hasPassed { try log.warn(.deprecatedModel(node.name, version: version, date: date)) }
        for child in manifest.graph.children(of: node.uniqueID).sorted() {
            guard let reader = manifest.nodes[child], reader.resourceType == .model else { continue }
            try log.warn(
                .deprecatedReference(
                    .init(
                        modelName: reader.name, package: node.packageName, name: node.name, version: version,
                        latestVersion: node.model?.latestVersion?.text ?? "None", date: date), hasPassed: hasPassed))
        }
    }
}

extension Diagnostic.Code {
    /// A `group` that no properties file defines.
    public static let groupUnknown = Self(rawValue: "group-unknown")
    /// An `access` that the materialization cannot have.
    public static let accessInvalid = Self(rawValue: "access-invalid")
    /// A resource whose name holds a space.
    public static let nameWithSpace = Self(rawValue: "name-with-space")
}
