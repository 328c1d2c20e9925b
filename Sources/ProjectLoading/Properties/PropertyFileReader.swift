internal import Diagnostics
internal import Formats
internal import ProjectModel

/// Reads one yml file of properties.
///
/// Source: dbt-core 1.11, dbt/parser/read_files.py and SchemaParser (dbt/parser/schemas.py).
struct PropertyFileReader {
    let file: PropertyFile
    let renderer: ValueRenderer
    let configs: ConfigResolver
    let exposureTree: DataMapping
    let tests: TestCollector

    /// Sections whose entries are checked before anything of the file is read.
    private static let checkedSections = [
        "models", "seeds", "snapshots", "sources", "macros", "analyses", "exposures", "metrics", "semantic_models",
        "saved_queries", "functions",
    ]
    /// All sections, in the order in which dbt reads them.
    private static let sections: [(name: String, type: ResourceType)] = [
        ("models", .model), ("seeds", .seed), ("snapshots", .snapshot), ("sources", .source), ("macros", .macro),
        ("data_tests", .test), ("analyses", .analysis), ("exposures", .exposure), ("functions", .function),
        ("metrics", .metric), ("groups", .group), ("semantic_models", .semanticModel), ("unit_tests", .unitTest),
        ("saved_queries", .savedQuery),
    ]

    func read() throws(Diagnostic) -> FileProperties {
        var result = FileProperties()
        guard let root = try root(&result) else { return result }
        warnOfUnknownSections(root, &result)
        for name in Self.checkedSections {
            guard let node = root[name] else { continue }
            try check(node, name)
        }
        for (name, type) in Self.sections {
            guard let node = root[name] else { continue }
            do throws(Diagnostic) {
                for entry in try entries(node, name) { try read(entry, name, type, &result) }
            } catch {
                // dbt only tells what is wrong with singular tests: many files keep anchors for generic ones here.
                guard type == .test, error.family == .parsing else { throw error }
                result.warnings.append(unreadableTests(error))
            }
        }
        return result
    }

    private func unreadableTests(_ error: Diagnostic) -> Diagnostic {
        var warning = error
        warning.severity = .warning
        warning.message = "Unable to parse 'data_tests' section of file '\(file.originalPath)'\n\(error.message)"
        return warning
    }

    /// What dbt passes over without a word at the top of a file, besides names for anchors.
    private func warnOfUnknownSections(_ root: YAMLNode, _ result: inout FileProperties) {
        let known = Self.sections.map(\.name) + ["version", "anchors"]
        for entry in root.entries ?? [] where !known.contains(entry.name) && !entry.name.hasPrefix("x-") {
            result.warnings.append(
                Diagnostic(
                    .propertyUnknown, "\(file.originalPath): dbt does not know the top-level property '\(entry.name)'",
                    severity: .warning, at: entry.key.range, in: file.text,
                    hint: Suggestion.closest(to: entry.name, in: known, limit: 2).map { "did you mean \"\($0)\"?" }))
        }
    }

    private func root(_ result: inout FileProperties) throws(Diagnostic) -> YAMLNode? {
        let document: YAMLDocument
        do throws(Diagnostic) {
            document = try YAML.document(file.text)
        } catch {
            throw unreadable(error.message, at: error.range)
        }
        for key in document.duplicateKeys {
            result.warnings.append(
                Diagnostic(
                    .yamlDuplicateKey,
                    "Duplicate key '\(key.name)' in \"<unicode string>\", line \(key.line), column \(key.column) in file `\(file.originalPath)`",
                    severity: .warning, at: key.range, in: file.text))
        }
        guard let root = document.root, !root.isNull else { return nil }
        guard root.entries != nil else {
            throw unreadable(
                "Contents of file '\(file.originalPath)' are not valid. Dictionary expected.", at: root.range)
        }
        return root
    }

    private func unreadable(_ reason: String, at range: SourceRange?) -> Diagnostic {
        let lines = reason.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\n  ")
        return Diagnostic(
            .propertiesSyntax, "Error reading \(file.packageName): \(file.path) - Runtime Error\n  \(lines)",
            family: .parsing, at: range, in: file.text)
    }

    /// The section is a list of mappings with names.
    private func check(_ node: YAMLNode, _ section: String) throws(Diagnostic) {
        let start = "The schema file at \(file.originalPath) is invalid because"
        guard let items = node.items else { throw failure("\(start) the value of '\(section)' is not a list", node) }
        for item in items {
            guard item.entries != nil else {
                throw failure("\(start) a list element for '\(section)' is not a dictionary", item)
            }
            if item["name"] == nil {
                throw failure("\(start) a list element for '\(section)' does not have a name attribute.", item)
            }
        }
    }

    /// The entries of a section that is not checked beforehand.
    private func entries(_ node: YAMLNode, _ section: String) throws(Diagnostic) -> [YAMLNode] {
        guard let items = node.items else {
            let value = node.dataValue
            throw failure(
                "\(section) must be a list, got \(GenericTestReader.typeName(value)) instead: (\(value.pythonText))",
                node)
        }
        for item in items {
            guard item.entries != nil else {
                throw failure(
                    "Invalid \(section) config given in \(file.originalPath) @ \(section): \(node.dataValue.pythonRepr) - expected a dict with string keys",
                    item)
            }
            if item["name"] == nil, item["model"] == nil { throw failure("Entry did not contain a name", item) }
        }
        return items
    }

    private func read(
        _ node: YAMLNode, _ section: String, _ type: ResourceType, _ result: inout FileProperties
    ) throws(Diagnostic) {
        let rendered: DataValue
        do throws(Diagnostic) {
            rendered = try renderer.render(node, in: file.text) { path in
                PropertyRules.isRendered(path[...], in: section)
            }
        } catch {
            guard error.family == .parsing else { throw error }
            var error = error
            error.message =
                "Failed to render \(file.originalPath) from project \(file.packageName): \(error.family.rawValue)\n  \(error.message)"
            throw error
        }
        let reader = EntryReader(section: section, file: file, data: rendered.mapping ?? [:], node: node)
        let written = node["config"]?.dataValue.mapping ?? [:]
        switch type {
        case .source: try readSource(reader, node, &result)
        case .macro: result.macros.append(try MacroReader(reader: reader).read())
        case .exposure, .metric, .group, .semanticModel, .savedQuery:
            let resources = ResourceReader(
                reader: reader, configs: configs, exposureTree: exposureTree, target: renderer.scope.target ?? [:])
            try resources.read(type, &result)
        case .unitTest:
            result.unitTests.append(try UnitTestReader(reader: reader, unrenderedConfig: written).read())
        default:
            result.unrenderedVersionConfigs = [:]
            for version in node["versions"]?.items ?? [] {
                guard let number = version["v"]?.dataValue else { continue }
                result.unrenderedVersionConfigs[number.pythonText] = version["config"]?.dataValue.mapping
            }
            try PatchReader(reader: reader, type: type, unrenderedConfig: written, tests: tests).read(&result)
        }
    }

    private func readSource(
        _ reader: EntryReader, _ node: YAMLNode, _ result: inout FileProperties
    ) throws(Diagnostic) {
        var reader = reader
        reader.data = try ConfigMerge.translatingAliases(reader.data)
        try reader.check(reader.data["overrides"] == nil ? .source : .sourceOverride)
        let entry = SourceEntry(
            file: file, data: reader.data, node: node,
            unrenderedDatabase: node["database"]?.string, unrenderedSchema: node["schema"]?.string)
        guard reader.data["overrides"] != nil else { return result.sources.append(entry) }
        result.sourcePatches.append(entry)
        let name = try reader.text("name")
        result.warnings.append(
            reader.warning(
                "The source property `overrides` is deprecated but was found on source `\(name)` in file `\(file.originalPath)`. Instead, `enabled` should be used to disable the unwanted source.",
                .sourceOverride, [.key("overrides")]))
    }

    private func failure(_ message: String, _ node: YAMLNode) -> Diagnostic {
        Diagnostic(.propertiesInvalid, message, family: .parsing, at: node.range, in: file.text)
    }
}
