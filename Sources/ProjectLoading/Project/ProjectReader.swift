internal import Diagnostics
internal import Formats
internal import ProjectModel

/// Turns the text of one `dbt_project.yml` into a `Project`.
///
/// Source: dbt-core 1.11, dbt_project.yml; the messages are those of dbt-core 1.11's project contract.
struct ProjectReader {
    let source: SourceText
    let directory: String
    let options: ProjectOptions
    let renderer: ValueRenderer

    /// The project, and warnings about deprecated keys.
    func read(_ document: YAMLDocument) throws(Diagnostic) -> (Project, [Diagnostic]) {
        var warnings = duplicateKeyWarnings(document)
        guard let root = document.root else { throw failure("dbt_project.yml does not parse to a dictionary") }
        var raw = root.dataValue.mapping ?? [:]
        var values = try renderer.render(root, in: source, isRendered: Self.isRendered).mapping ?? [:]
        for trees in ["models", "seeds", "snapshots"] where values[trees]?.isNull == true {
            values[trees] = .mapping([:])
        }
        for hooks in ["on-run-start", "on-run-end"] {
            if let value = values[hooks] { values[hooks] = .list(value.isNull ? [] : ConfigMerge.listified(value)) }
        }
        // `tests` is the old name of `data_tests`.
        if values["data_tests"] == nil, let tests = values.removeValue(forKey: "tests") {
            values["data_tests"] = tests
            raw["data_tests"] = raw.removeValue(forKey: "tests")
        }
        let requirements = try requirements(values, root)
        try checkDeprecatedPaths(values, root, &warnings)
        try ProjectCheck(source: source, directory: directory, root: root).check(values)
        var project = Project(name: values["name"]?.string ?? "", directory: directory)
        fill(&project, values)
        project.requiredVersions = requirements
        for (type, key) in Self.treeKeys {
            project.configTrees[type] = values[key]?.mapping ?? [:]
            // dbt looks for the written form under the name with an underscore, which only some keys have.
            project.unrenderedConfigTrees[type] = raw[key.replacingFirst("-", with: "_")]?.mapping ?? [:]
        }
        return (project, warnings)
    }

    private static let treeKeys: [(ResourceType, String)] = [
        (.model, "models"), (.seed, "seeds"), (.snapshot, "snapshots"), (.source, "sources"), (.test, "data_tests"),
        (.unitTest, "unit_tests"), (.metric, "metrics"), (.semanticModel, "semantic-models"),
        (.savedQuery, "saved-queries"), (.exposure, "exposures"), (.function, "functions"),
    ]

    /// Hooks, the query comment and vars are rendered when they are used.
    private static func isRendered(_ path: ValueRenderer.Path) -> Bool {
        switch path.first ?? nil {
        case "on-run-start"?, "on-run-end"?, "query-comment"?, "vars"?: return false
        case "seeds"?, "models"?, "snapshots"?, "tests"?, "data_tests"?:
            return !path.contains { step in
                guard let step else { return false }
                return ["pre-hook", "post-hook", "pre_hook", "post_hook"].contains(step.drop { $0 == "+" || $0 == " " })
            }
        default: return true
        }
    }

    private func fill(_ project: inout Project, _ values: DataMapping) {
        func strings(_ key: String) -> [String]? { values[key]?.list?.compactMap(\.string) }
        project.version = values["version"].flatMap { $0.isNull ? nil : $0.pythonText }
        project.profileName = values["profile"]?.string
        var paths = ResourcePaths()
        paths.models = (values["model-paths"] == nil ? strings("source-paths") : strings("model-paths")) ?? ["models"]
        paths.seeds = (values["seed-paths"] == nil ? strings("data-paths") : strings("seed-paths")) ?? ["seeds"]
        paths.tests = strings("test-paths") ?? ["tests"]
        paths.analyses = strings("analysis-paths") ?? ["analyses"]
        paths.macros = strings("macro-paths") ?? ["macros"]
        paths.snapshots = strings("snapshot-paths") ?? ["snapshots"]
        paths.functions = strings("function-paths") ?? ["functions"]
        paths.docs = strings("docs-paths")
        project.paths = paths
        project.assetPaths = strings("asset-paths") ?? []
        project.targetPath = options.targetPath ?? values["target-path"]?.string ?? "target"
        project.logPath = options.logPath ?? values["log-path"]?.string ?? "logs"
        project.packagesInstallPath = values["packages-install-path"]?.string ?? "dbt_packages"
        project.cleanTargets = strings("clean-targets") ?? [project.targetPath]
        project.onRunStart = strings("on-run-start") ?? []
        project.onRunEnd = strings("on-run-end") ?? []
        project.vars = values["vars"]?.mapping ?? [:]
        project.flags = values["flags"]?.mapping ?? [:]
        project.restrictsAccess = values["restrict-access"]?.bool ?? false
        project.queryComment = queryComment(values["query-comment"])
        let quoting = values["quoting"]?.mapping ?? [:]
        project.quoting = [
            "database": quoting["database"] ?? quoting["project"] ?? .null, "schema": quoting["schema"] ?? .null,
            "identifier": quoting["identifier"] ?? .null,
        ]
        for entry in values["dispatch"]?.list ?? [] {
            guard let namespace = entry["macro_namespace"]?.string else { continue }
            project.dispatch[namespace] = entry["search_order"]?.list?.compactMap(\.string) ?? []
        }
    }

    private func queryComment(_ value: DataValue?) -> QueryComment {
        switch value {
        case nil: return .default
        case .string(let text)?: return text.isEmpty ? .none : .custom(text, isAppended: false)
        case .mapping(let entries)?:
            let isAppended = entries["append"]?.bool ?? false
            guard let comment = entries["comment"] else { return isAppended ? .defaultAppended : .default }
            guard let text = comment.string, !text.isEmpty else { return .none }
            return .custom(text, isAppended: isAppended)
        default: return .none
        }
    }

    // MARK: Checks

    private func requirements(_ values: DataMapping, _ root: YAMLNode) throws(Diagnostic) -> [String] {
        let texts: [String]
        switch values["require-dbt-version"] {
        case .string(let text)?: texts = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        case .list(let items)?: texts = items.map(\.pythonText)
        default: return []
        }
        let place = root["require-dbt-version"]
        var requirements: [VersionSpecifier] = []
        for text in texts {
            do throws(Diagnostic) {
                requirements.append(try VersionSpecifier(text))
            } catch {
                throw failure(error.message, at: place, hint: error.hint)
            }
        }
        guard options.checksVersion else { return texts }
        guard let name = values["name"]?.pythonText else {
            throw failure("Required \"name\" field not present in project", at: root)
        }
        let list = "[\(requirements.map { "'\($0.text)'" }.joined(separator: ", "))]"
        let advice = "Check for a different version of the '\(name)' package, or run dbt again with --no-version-check"
        if requirements.count > 1, VersionRange(requirements) == nil {
            throw failure(
                """
                The package version requirement can never be satisfied for the '\(name)
                package.
                  Required versions of dbt for '\(name)': \(list)
                \(advice)
                """, at: place, code: .projectVersion)
        }
        if !VersionRange.allows(options.dbtVersion, requirements) {
            throw failure(
                """
                This version of dbt is not supported with the '\(name)' package.
                  Installed version of dbt: =\(options.dbtVersion)
                  Required version of dbt for '\(name)': \(list)
                \(advice)
                """, at: place, code: .projectVersion)
        }
        return texts
    }

    private func checkDeprecatedPaths(
        _ values: DataMapping, _ root: YAMLNode, _ warnings: inout [Diagnostic]
    ) throws(Diagnostic) {
        for (code, old, new) in [
            (Diagnostic.Code.deprecatedSourcePaths, "source-paths", "model-paths"),
            (.deprecatedDataPaths, "data-paths", "seed-paths"),
        ] where values[old] != nil {
            if values[new] != nil {
                throw failure(
                    "\(old) and \(new) cannot both be defined. The `\(old)` config has been deprecated in favor of `\(new)`. Please update your `dbt_project.yml` configuration to reflect this change.",
                    at: root[old])
            }
            warnings.append(
                warning(
                    code,
                    "The `\(old)` config has been renamed to `\(new)`. Please update your `dbt_project.yml` configuration to reflect this change.",
                    root.entry(old)?.key))
        }
        for (code, key, standard, output, flag, variable) in [
            (Diagnostic.Code.deprecatedLogPath, "log-path", "logs", "logs", "--log-path", "DBT_LOG_PATH"),
            (.deprecatedTargetPath, "target-path", "target", "artifacts", "--target-path", "DBT_TARGET_PATH"),
        ] {
            guard let value = values[key], value.string != standard else { continue }
            warnings.append(
                warning(
                    code,
                    "The `\(key)` config in `dbt_project.yml` has been deprecated, and will no longer be supported in a future version of dbt-core. If you wish to write dbt \(output) to a custom directory, please use the \(flag) CLI flag or \(variable) env var instead.",
                    root.entry(key)?.key))
        }
    }

    private func duplicateKeyWarnings(_ document: YAMLDocument) -> [Diagnostic] {
        document.duplicateKeys.map { key in
            Diagnostic(
                .yamlDuplicateKey,
                "Duplicate key '\(key.name)' in \"<unicode string>\", line \(key.line), column \(key.column) in file `\(directory)/dbt_project.yml`",
                severity: .warning, at: key.range, in: source)
        }
    }

    private func warning(_ code: Diagnostic.Code, _ message: String, _ node: YAMLNode?) -> Diagnostic {
        Diagnostic(code, message, severity: .warning, at: node?.range, in: source)
    }

    private func failure(
        _ message: String, at node: YAMLNode? = nil, code: Diagnostic.Code = .projectInvalid, hint: String? = nil
    ) -> Diagnostic {
        Diagnostic(
            code, "\(message)\n\nError encountered in \(directory)/dbt_project.yml", family: .runtime,
            at: node?.range, in: source, hint: hint)
    }
}
