public import Diagnostics
internal import Platform
internal import ProjectLoading
internal import ProjectModel

/// Finds properties and configuration that belong to nothing.
struct PropertyCheck {
    private let project: LoadedProject

    private let files: any FileSystem
    private let foreign: ForeignProperties

    init(_ project: LoadedProject, files: any FileSystem, foreign: ForeignProperties) {
        self.project = project
        self.files = files
        self.foreign = foreign
    }

    func report(_ parsed: ParsedProject, _ warn: (Diagnostic) throws(Diagnostic) -> Void) throws(Diagnostic) {
        for warning in project.warnings { try warn(warning) }
        var known: Set<String> = []
        var types: [String: ResourceType] = [:]
        // Tests are most nodes, and properties never belong to a generic one.
        for nodes in [parsed.nodes, parsed.disabledNodes] {
            for index in nodes.indices where nodes[index].genericTest == nil {
                let (package, name, type) = (nodes[index].packageName, nodes[index].name, nodes[index].resourceType)
                let version = nodes[index].model?.version.map { " v\($0.text)" } ?? ""
                known.insert("\(package) \(type.rawValue) \(name)\(version)")
                if types["\(package) \(name)"] == nil { types["\(package) \(name)"] = type }
            }
        }
        for package in project.packages {
            for patch in package.properties.patches {
                let version = patch.version.map { " v\($0.text)" } ?? ""
                guard !known.contains("\(package.name) \(patch.type.rawValue) \(patch.name)\(version)"),
                    !foreign.contains(patch)
                else { continue }
                try warn(unmatched(patch, actual: types["\(package.name) \(patch.name)"]))
            }
        }
        try reportMacros(parsed, warn)
        let all = parsed.nodes.map { ($0.resourceType, $0.fqn) } + parsed.sources.map { (.source, $0.fqn) }
        let disabled = parsed.disabledNodes.map(\.fqn) + parsed.disabledSources.map(\.fqn)
        let unused = project.configs.unusedPaths(
            resources: all + parsed.unitTests.map { (.unitTest, $0.fqn) }
                + parsed.resources.map { ($0.resourceType, $0.fqn) }, disabled: disabled)
        if let warning = ConfigResolver.unusedPathsWarning(unused) { try warn(warning) }
        try ConfigKeyCheck(project, files: files).report(parsed.nodes, warn)
    }

    private func reportMacros(
        _ parsed: ParsedProject, _ warn: (Diagnostic) throws(Diagnostic) -> Void
    ) throws(Diagnostic) {
        let known = Set(parsed.macros.lazy.map(\.uniqueID))
        for package in project.packages {
            for entry in package.properties.macros where !known.contains("macro.\(package.name).\(entry.name)") {
                try warn(
                    Diagnostic(
                        .macroPropertiesUnmatched, "Found patch for macro \"\(entry.name)\" which was not found",
                        severity: .warning, at: entry.place.range, in: entry.place.file.text))
            }
        }
    }

    private func unmatched(_ patch: ResourceProperties, actual: ResourceType?) -> Diagnostic {
        let path = patch.place.file.originalPath
        let name = patch.version == nil ? patch.name : patch.fileNames.first ?? patch.name
        if let actual, patch.version == nil {
            return Diagnostic(
                .propertiesWrongType,
                "'\(patch.name)' is a \(actual.rawValue) node, but it is specified in the \(patch.type.rawValue)s section of \(path).\n"
                    + "To fix this error, place the `\(patch.name)` specification under the \(actual.rawValue)s key instead.",
                severity: .warning, at: patch.place.range, in: patch.place.file.text)
        }
        return Diagnostic(
            .propertiesUnmatched,
            "Did not find matching node for patch with name '\(name)' in the '\(patch.type.rawValue)s' section of file '\(path)'",
            severity: .warning, at: patch.place.range, in: patch.place.file.text)
    }
}

extension Diagnostic.Code {
    /// Properties of a macro that does not exist.
    public static let macroPropertiesUnmatched = Self(rawValue: "macro-properties-unmatched")
    /// Properties of something that does not exist.
    public static let propertiesUnmatched = Self(rawValue: "properties-unmatched")
    /// Properties that stand under another type than the resource has.
    public static let propertiesWrongType = Self(rawValue: "properties-wrong-type")
}
