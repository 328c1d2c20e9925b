public import Diagnostics
public import Formats
internal import ProjectModel

extension Manifest {
    /// The version of the manifest that is written, and the oldest one that is read.
    public static let schemaVersion = 12
    private static let oldestSchemaVersion = 4

    /// Reads the manifest of another invocation, such as the one that `--state` names, or a cached one.
    ///
    /// What stands in the file is taken as it is: nothing is resolved or checked again.
    /// - Parameter path: where the document was found, for errors.
    /// - Throws: when it is no manifest of a version that can be read, or a field has a value of the wrong kind.
    public init(document: DataValue, path: String) throws(Diagnostic) {
        let version = ArtifactVersion(
            "manifest", Self.schemaVersion, oldest: Self.oldestSchemaVersion, code: .manifestVersion)
        try version.check(document, path)
        let reader = SectionReader(document: document, path: path)
        var project = ParsedProject(
            rootPackage: document["metadata"]?["project_name"]?.string ?? "", projects: [:])
        for section in ["nodes", "functions"] {
            project.nodes += try reader.read(section) { fields throws(Diagnostic) in try Node(fields: fields) }
        }
        project.sources = try reader.read("sources") { fields throws(Diagnostic) in try SourceTable(fields: fields) }
        for section in ["exposures", "metrics", "groups", "semantic_models", "saved_queries"] {
            project.resources += try reader.read(section) { fields throws(Diagnostic) in
                try GraphResource(manifestFields: fields)
            }
        }
        project.unitTests = try reader.read("unit_tests") { fields throws(Diagnostic) in try UnitTest(fields: fields) }
        project.macros = try reader.read("macros") { fields throws(Diagnostic) in try Macro(fields: fields) }
        project.documentation = try reader.read("docs") { fields throws(Diagnostic) in
            try Documentation(fields: fields)
        }
        try reader.readDisabled(into: &project)
        var disabled = Disabled()
        disabled.droppedTests = project.nodes.filter { !$0.config.isEnabled }
        project.nodes.removeAll { !$0.config.isEnabled }
        disabled.nodes = project.disabledNodes
        disabled.sources = project.disabledSources
        disabled.resources = project.disabledResources
        disabled.unitTests = project.disabledUnitTests
        self.init(
            rootPackage: project.rootPackage, projects: [:],
            nodes: .init(project.nodes.map { ($0.uniqueID, $0) }) { _, last in last },
            sources: .init(project.sources.map { ($0.uniqueID, $0) }) { _, last in last },
            resources: .init(project.resources.map { ($0.uniqueID, $0) }) { _, last in last },
            unitTests: .init(project.unitTests.map { ($0.uniqueID, $0) }) { _, last in last },
            macros: .init(project.macros.map { ($0.uniqueID, $0) }) { _, last in last },
            documentation: .init(project.documentation.map { ($0.uniqueID, $0) }) { _, last in last },
            disabled: disabled, selectors: document["selectors"]?.mapping ?? [:],
            references: ReferenceIndex(project))
    }
}

/// The sections of a manifest document.
private struct SectionReader {
    let document: DataValue
    let path: String

    func read<Resource>(
        _ section: String, _ make: (DataMapping) throws(Diagnostic) -> Resource
    ) throws(Diagnostic) -> [Resource] {
        guard let entries = document[section], !entries.isNull else { return [] }
        guard let entries = entries.mapping else { throw invalid("'\(section)' is no mapping") }
        var resources: [Resource] = []
        resources.reserveCapacity(entries.count)
        for (id, entry) in entries {
            guard let fields = entry.mapping else { throw invalid("'\(id)' is no mapping") }
            resources.append(try make(fields))
        }
        return resources
    }

    /// The section `disabled`: lists of resources of every type by unique id.
    func readDisabled(into project: inout ParsedProject) throws(Diagnostic) {
        for entry in document["disabled"]?.mapping?.values.flatMap({ $0.list ?? [] }) ?? [] {
            guard let fields = entry.mapping, let name = fields["resource_type"]?.string,
                let type = ResourceType(rawValue: name)
            else { throw invalid("'disabled' has an entry without a resource type") }
            switch type {
            case .source: project.disabledSources.append(try SourceTable(fields: fields))
            case .unitTest: project.disabledUnitTests.append(try UnitTest(fields: fields))
            case .exposure, .metric, .semanticModel, .savedQuery, .group:
                project.disabledResources.append(try GraphResource(manifestFields: fields))
            default: project.disabledNodes.append(try Node(fields: fields))
            }
        }
    }

    private func invalid(_ problem: String) -> Diagnostic {
        Diagnostic(.manifestInvalid, "\(path) is no manifest: \(problem)", family: .runtime)
    }
}

extension Diagnostic.Code {
    /// A manifest is of a version that cannot be read.
    public static let manifestVersion = Self(rawValue: "manifest-version")
    /// A file that should be a manifest is none.
    public static let manifestInvalid = Self(rawValue: "manifest-invalid")
}
