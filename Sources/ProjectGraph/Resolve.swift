public import Diagnostics
internal import Formats
public import ProjectModel

extension Manifest {
    /// Resolves every reference of `project`.
    /// - Parameter warn: called with what is worth a warning, such as a test of a model that does not exist.
    /// - Throws: the first reference that leads nowhere or is not allowed, or the first two resources of one name.
    public static func resolve(
        _ project: ParsedProject, warn: (Diagnostic) -> Void
    ) throws(Diagnostic) -> Manifest {
        var resolver = Resolver(project)
        try resolver.checkNames()
        try resolver.resolveNodes(warn)
        try resolver.resolveResources(warn)
        try resolver.checkRelations()
        return resolver.manifest()
    }
}

/// The work of `Manifest.resolve`.
private struct Resolver {
    private var project: ParsedProject
    private let references: ReferenceIndex
    private var nodes: OrderedDictionary<UniqueID, Node> = [:]
    private var resources: OrderedDictionary<UniqueID, GraphResource> = [:]
    private var unitTests: OrderedDictionary<UniqueID, UnitTest> = [:]
    private var disabled = Manifest.Disabled()
    /// Group and access of what `ref()` can reach, for the access rules.
    private var access: [UniqueID: (access: String, group: String?, package: String)] = [:]

    init(_ project: ParsedProject) {
        self.project = project
        references = ReferenceIndex(project)
        disabled.nodes = project.disabledNodes
        disabled.sources = project.disabledSources
        disabled.resources = project.disabledResources
        disabled.unitTests = project.disabledUnitTests
        for node in project.nodes {
            guard let model = node.model else { continue }
            access[node.uniqueID] = (model.access, node.group, node.packageName)
        }
    }

    /// - Throws: when two resources have the same unique id.
    func checkNames() throws(Diagnostic) {
        var places: [UniqueID: String] = [:]
        func add(_ id: UniqueID, _ type: ResourceType, _ name: String, _ path: String) throws(Diagnostic) {
            if let other = places.updateValue(path, forKey: id) { throw duplicate(id, type, name, other, path) }
        }
        for node in project.nodes {
            try add(node.uniqueID, node.resourceType, node.name, node.originalFilePath)
        }
        // A source that is switched off takes its name all the same.
        for source in project.sources + project.disabledSources {
            try add(source.uniqueID, .source, "\(source.sourceName)_\(source.name)", source.originalFilePath)
        }
        for test in project.unitTests { try add(test.uniqueID, .unitTest, test.name, test.originalFilePath) }
        for block in project.documentation {
            try add(block.uniqueID, .docs, block.name, block.originalFilePath)
        }
        for resource in project.resources {
            try add(resource.uniqueID, resource.resourceType, resource.name, resource.originalFilePath)
        }
    }

    private func duplicate(
        _ id: UniqueID, _ type: ResourceType, _ name: String, _ first: String, _ second: String
    ) -> Diagnostic {
        let usage =
            switch type {
            case .model, .seed, .snapshot: "looking for ref(\"\(name)\")"
            case .test: "running tests"
            case .docs: "looking for doc(\"\(name)\")"
            case .source:
                "looking for source(\(id.split(separator: ".").suffix(2).map { "\"\($0)\"" }.joined(separator: ", ")))"
            default: "looking for \(name)"
            }
        let plural = type == .analysis ? "analyses" : "\(type.rawValue)s"
        return Diagnostic(
            .duplicateName,
            """
            dbt found two \(plural) with the name "\(name)".

            Since these resources have the same name, dbt will be unable to find the correct resource
            when \(usage).

            To fix this, change the name of one of these resources:
            - \(id) (\(first))
            - \(id) (\(second))
            """)
    }

    mutating func resolveNodes(_ warn: (Diagnostic) -> Void) throws(Diagnostic) {
        nodes.reserveCapacity(project.nodes.count)
        for node in project.nodes {
            var node = node
            var isComplete = true
            if node.resourceType != .seed {
                isComplete = try resolveReferences(of: &node, warn)
            }
            if isComplete {
                nodes[node.uniqueID] = node
            } else {
                node.config["enabled"] = false
                disabled.droppedTests.append(node)
            }
        }
    }

    /// Fills `dependsOn.nodes`: sources first, then refs, metrics and functions, as dbt orders them.
    /// - Returns: whether all were found; tests that miss something are dropped with a warning.
    private func resolveReferences(of node: inout Node, _ warn: (Diagnostic) -> Void) throws(Diagnostic) -> Bool {
        var isComplete = true
        var found = Set<UniqueID>()
        func add(_ id: UniqueID) { if found.insert(id).inserted { node.dependsOn.nodes.append(id) } }
        // dbt does not look at what functions read of sources.
        for call in node.sources where node.resourceType != .function {
            switch references.resolve(call, from: node.packageName) {
            case .found(let id): add(id)
            case let target:
                let error = located(
                    notFound(
                        node.reference, "source", "\(call.source).\(call.table)", nil, nil, target, call.range,
                        isWarning: node.resourceType == .test), node)
                guard node.resourceType == .test else { throw error }
                report(error, target, isSource: true, warn)
                isComplete = false
            }
        }
        for call in node.refs {
            switch try references.resolve(call, from: node.packageName) {
            case .found(let id):
                try checkAccess(of: node.uniqueID, node.packageName, node.group, to: id)
                add(id)
            case let target:
                let error = located(
                    notFound(
                        node.reference, "node", call.name, call.package, call.version, target, call.range,
                        isWarning: node.resourceType == .test), node)
                guard node.resourceType == .test else { throw error }
                report(error, target, isSource: false, warn)
                isComplete = false
            }
        }
        for call in node.metrics { add(try metric(of: call, from: node.packageName, node.reference)) }
        for call in node.functions {
            guard case .found(let id) = references.resolve(function: call, from: node.packageName) else {
                throw notFound(node.reference, "function", call.arguments.last ?? "", nil, nil, .missing, nil)
            }
            add(id)
        }
        return isComplete
    }

    /// The error with the text of the node that it is about, for its place.
    private func located(_ error: Diagnostic, _ node: Node) -> Diagnostic {
        guard error.range != nil else { return error }
        var error = error
        // Ranges count line ends as templates see them: one byte.
        error.source = SourceText(
            path: node.originalFilePath, node.rawCode.replacing("\r\n", with: "\n"), firstLine: node.firstLine)
        return error
    }

    /// dbt stays silent about a test whose model is switched off, and warns of one whose model does not exist.
    private func report(
        _ error: Diagnostic, _ target: ReferenceIndex.Target, isSource: Bool, _ warn: (Diagnostic) -> Void
    ) {
        guard target != .disabled || isSource else { return }
        var warning = error
        warning.severity = .warning
        warn(warning)
    }

    private func notFound(
        _ subject: String, _ kind: String, _ name: String, _ package: String?, _ version: ModelVersion?,
        _ target: ReferenceIndex.Target, _ range: SourceRange?, isWarning: Bool = false
    ) -> Diagnostic {
        // dbt words warnings differently: they know no version, and name a package even where there is none.
        let versionText = isWarning ? "" : version.map { "with version '\($0.text)' " } ?? ""
        let packageText =
            isWarning ? "in package '\(package ?? "")' " : package.map { "in package or project '\($0)' " } ?? ""
        let reason = target == .disabled ? "is disabled" : "was not found"
        let code: Diagnostic.Code =
            switch (target, kind) {
            case (.disabled, _): .refDisabled
            case (_, "source"): .sourceNotFound
            case (_, "function"): .functionNotFound
            default: .refNotFound
            }
        let hint: String? =
            switch (target, kind) {
            case (.disabled, _): "enable it, or remove the reference"
            case (_, "source"): Suggestion.hint(for: name, in: references.sourceNames)
            case (_, "node"): Suggestion.hint(for: name, in: references.refNames)
            default: nil
            }
        return Diagnostic(
            code, "\(subject) depends on a \(kind) named '\(name)' \(versionText)\(packageText)which \(reason)",
            at: range, hint: hint)
    }

    /// - Throws: when `reader` may not read the model `id` because that is private, or protected in another package.
    private func checkAccess(
        of reader: UniqueID, _ package: String, _ group: String?, to id: UniqueID
    ) throws(Diagnostic) {
        guard let target = access[id] else { return }
        let isRestricted = project.projects[target.package]?.restrictsAccess ?? false
        let crosses = target.package != package && isRestricted
        func denied(_ access: String, _ scope: String) -> Diagnostic {
            Diagnostic(
                .refNotAllowed,
                "Node \(reader) attempted to reference node \(id), "
                    + "which is not allowed because the referenced node is \(access) to the '\(scope)' \(access == "private" ? "group" : "package").",
                family: .parsing)
        }
        if target.access == "private" {
            let isSameGroup = group != nil && target.group == group
            if !isSameGroup || crosses { throw denied("private", target.group ?? "") }
        } else if target.access == "protected", crosses {
            throw denied("protected", target.package)
        }
    }

    mutating func resolveResources(_ warn: (Diagnostic) -> Void) throws(Diagnostic) {
        for resource in project.resources {
            var resource = resource
            let subject = "\(resource.resourceType.title) '\(resource.uniqueID)' (\(resource.originalFilePath))"
            for call in resource.sources {
                guard case .found(let id) = references.resolve(call, from: resource.packageName) else {
                    throw notFound(
                        subject, "source", "\(call.source).\(call.table)", nil, nil,
                        references.resolve(call, from: resource.packageName), call.range)
                }
                resource.dependsOn.add(node: id)
            }
            for call in resource.refs {
                let target = try references.resolve(call, from: resource.packageName)
                guard case .found(let id) = target else {
                    throw notFound(subject, "node", call.name, call.package, call.version, target, call.range)
                }
                let group = resource.resourceType == .exposure ? nil : resource.config.group
                try checkAccess(of: resource.uniqueID, resource.packageName, group, to: id)
                resource.dependsOn.add(node: id)
            }
            if resource.resourceType == .exposure { try resolveMetrics(of: &resource, subject) }
            if resource.resourceType == .semanticModel { resource.fields["node_relation"] = relation(of: resource) }
            resources[resource.uniqueID] = resource
        }
        for test in project.unitTests { unitTests[test.uniqueID] = test }
    }

    /// Metrics and saved queries know theirs already; exposures name some too.
    private func resolveMetrics(of exposure: inout GraphResource, _ subject: String) throws(Diagnostic) {
        for call in exposure.metrics {
            exposure.dependsOn.add(node: try metric(of: call, from: exposure.packageName, subject))
        }
    }

    private func metric(
        of call: NamedCall, from package: String, _ subject: String
    ) throws(Diagnostic) -> UniqueID {
        let name = call.arguments.last ?? ""
        let wanted = call.arguments.count > 1 ? call.arguments[0] : nil
        let all = project.resources.filter { $0.resourceType == .metric && $0.name == name }
        let order = wanted.map { [$0] } ?? [project.rootPackage, package]
        let found =
            order.lazy.compactMap { wanted in all.first { $0.packageName == wanted } }.first
            ?? (wanted == nil ? all.first : nil)
        guard let found else {
            let isDisabled = project.disabledResources.contains { $0.resourceType == .metric && $0.name == name }
            throw notFound(subject, "metric", name, wanted, nil, isDisabled ? .disabled : .missing, nil)
        }
        return found.uniqueID
    }

    /// Where the model of a semantic model stands.
    private func relation(of semanticModel: GraphResource) -> DataValue {
        guard let id = semanticModel.dependsOn.nodes.first, let node = nodes[id] else { return .null }
        return .mapping([
            "alias": .string(node.alias), "schema_name": .string(node.schema), "database": .string(node.database),
            "relation_name": .text(node.relationName),
        ])
    }

    /// - Throws: when two resources would be the same relation, or a model stands beside versions of the same name.
    func checkRelations() throws(Diagnostic) {
        var owners: [[String]: Node] = [:]
        let versions = Dictionary(
            nodes.values.filter { $0.model?.version != nil }.map { ("\($0.packageName).\($0.name)", $0) }
        ) { _, last in last }
        for node in nodes.values {
            if node.resourceType.isRefable, node.model?.version == nil,
                let versioned = versions["\(node.packageName).\(node.name)"]
            {
                throw mixed(versioned, node)
            }
            // Ephemeral models count too, and so do tests that store their failures.
            guard node.isEphemeral || node.relationName != nil else { continue }
            let parts = [node.database, node.schema, node.alias]
            guard let other = owners.updateValue(node, forKey: parts) else { continue }
            let relation = node.relationName ?? parts.map { "\"\($0)\"" }.joined(separator: ".")
            throw Diagnostic(
                .duplicateRelation,
                """
                dbt found two resources with the database representation "\(relation)".
                dbt cannot create two resources with identical database representations. To fix this,
                change the configuration of one of these resources:
                - \(other.uniqueID) (\(other.originalFilePath))
                - \(node.uniqueID) (\(node.originalFilePath))
                """)
        }
    }

    private func mixed(_ versioned: Node, _ unversioned: Node) -> Diagnostic {
        Diagnostic(
            .duplicateName,
            """
            dbt found versioned and unversioned models with the name "\(versioned.name)".

            Since these resources have the same name, dbt will be unable to find the correct resource
            when looking for ref('\(versioned.name)').

            To fix this, change the name of the unversioned resource
            \(unversioned.uniqueID) (\(unversioned.originalFilePath))
            or add the unversioned model to the versions in \(versioned.patchPath ?? "None")
            """, family: .parsing)
    }

    consuming func manifest() -> Manifest {
        Manifest(
            rootPackage: project.rootPackage, projects: project.projects, nodes: nodes,
            sources: .init(project.sources.map { ($0.uniqueID, $0) }) { _, last in last }, resources: resources,
            unitTests: unitTests, macros: .init(project.macros.map { ($0.uniqueID, $0) }) { _, last in last },
            documentation: .init(project.documentation.map { ($0.uniqueID, $0) }) { _, last in last },
            disabled: disabled, selectors: project.selectors, references: references)
    }
}

extension Node {
    /// How dbt calls the node in errors about references: `Model 'model.shop.orders' (models/orders.sql)`.
    fileprivate var reference: String { "\(resourceType.title) '\(uniqueID)' (\(originalFilePath))" }
}

extension ResourceType {
    /// The type with an initial capital, as Python's `str.title()` writes it.
    fileprivate var title: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }
}
