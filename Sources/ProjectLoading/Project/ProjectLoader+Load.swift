public import Diagnostics
internal import Formats
internal import Platform
internal import ProjectModel
internal import Threads

extension ProjectLoader {
    /// Loads everything.
    /// - Throws: the first error, in the order in which dbt finds them: profile, project, packages, yml files.
    public func load() throws(Diagnostic) -> LoadedProject {
        try reading(find())
    }

    /// Loads the project files and finds all others, without reading what they say.
    /// - Throws: the first error of profile, project or packages.
    public func find() throws(Diagnostic) -> LoadedProject {
        let (root, profile, rootWarnings) = try project()
        guard let profile else {
            preconditionFailure("project() gives a profile unless it is told that none is needed")
        }
        let installed = try packages(of: root, target: profile.target)
        let source = try readText(Path.join(root.directory, "dbt_project.yml"), named: "dbt_project.yml")
        let configs = try ConfigResolver(root: root, packages: installed.map(\.0))
        var loaded = LoadedProject(
            packages: [], profile: profile, commandLineVariables: options.variables,
            selectors: try selectors(root, profile.target), extensions: try extensions(root, profile), configs: configs,
            warnings: rootWarnings + installed.flatMap(\.2))
        for (project, source) in [(root, source)] + installed.map({ ($0.0, $0.1) }) {
            loaded.packages.append(
                LoadedPackage(
                    project: project, projectFile: source, files: found(project), properties: Properties()))
        }
        return loaded
    }

    /// The project with what the yml files that `find` has found say.
    /// - Throws: the first error of a yml file.
    public func reading(_ found: LoadedProject) throws(Diagnostic) -> LoadedProject {
        var loaded = found
        try readProperties(&loaded)
        return loaded
    }

    private func found(_ project: Project) -> [SourceFile] {
        let ignored = IgnoreRules((try? files.readText(Path.join(project.directory, ".dbtignore"))) ?? "")
        return FileFinder(files: files, project: project, ignored: ignored).find()
    }

    /// `selectors.yml` of the root project.
    private func selectors(_ root: Project, _ target: DataMapping) throws(Diagnostic) -> SelectorsFile? {
        let path = Path.join(root.directory, "selectors.yml")
        guard files.isFile(path) else { return nil }
        let text = try readText(path, named: "selectors.yml")
        guard let node = try YAML.parse(text), !node.isNull else { return nil }
        guard node["selectors"]?.items != nil else {
            throw Diagnostic(
                .selectorsInvalid, "selectors.yml must hold a list `selectors:`", family: .runtime, at: node.range,
                in: text, hint: "write `selectors:` with one `- name: …` for each selector")
        }
        let renderer = ValueRenderer(scope: scope(target: target, isRoot: true), renderer: renderer)
        let rendered = try renderer.render(node, in: text) { _ in true }
        return SelectorsFile(text: text, definitions: rendered["selectors"]?.list ?? [])
    }

    /// `martlet.yml` of the root project.
    private func extensions(_ root: Project, _ profile: Profile) throws(Diagnostic) -> ProjectExtensions {
        let schema = profile.credentials.schema
        let path = Path.join(root.directory, "martlet.yml")
        guard files.isFile(path) else { return ProjectExtensions(schema: schema) }
        var scope = scope(target: profile.target, isRoot: true)
        scope.projectName = root.name
        scope.variables = VarScope(package: root.name, commandLine: options.variables, root: root.vars, own: [:])
        return try ExtensionsReader(
            source: try readText(path, named: "martlet.yml"),
            renderer: ValueRenderer(scope: scope, renderer: renderer), schema: schema
        ).read()
    }

    // MARK: Properties

    /// One yml file and how it is read.
    private struct Job: Sendable {
        var file: SourceFile
        var scope: TemplateScope
        var exposureTree: DataMapping
    }

    /// Reads the yml files of all packages, several at once, and puts what they say into the packages.
    private func readProperties(_ loaded: inout LoadedProject) throws(Diagnostic) {
        let root = loaded.root.project
        var jobs: [Job] = []
        for package in loaded.packages {
            var scope = scope(target: loaded.profile.target, isRoot: true)
            scope.variables = loaded.variables(in: package.name)
            scope.projectName = root.name
            let exposureTree = package.project.configTrees[.exposure] ?? [:]
            jobs += package.files(.properties).map { Job(file: $0, scope: scope, exposureTree: exposureTree) }
        }
        let hasArguments = root.flags["require_generic_test_arguments_property"] != false
        let configs = loaded.configs
        let all = jobs
        let results = try Thread.parallelMap(count: all.count, threads: options.parseThreads) {
            (index) throws(Diagnostic) in
            try self.read(all[index], configs, hasArguments)
        }
        var patches: [String: SourceEntry] = [:]
        for entry in results.flatMap(\.sourcePatches) { try add(entry, to: &patches) }
        for (job, result) in zip(jobs, results) {
            guard let index = loaded.packages.firstIndex(where: { $0.name == job.file.packageName }) else { continue }
            var result = result
            let sources = SourceReader(
                configs: configs, defaultDatabase: loaded.profile.credentials.database,
                projectQuoting: root.quoting, tests: tests(job.scope, hasArguments), patches: patches)
            for entry in result.sources {
                try sources.read(entry, into: &result, &loaded.packages[index].properties.sources)
            }
            try loaded.packages[index].properties.add(result)
            loaded.warnings += result.warnings
        }
        loaded.packages = try MetricLinks.link(loaded.packages)
        if let warning = unusedOverrides(patches, loaded) { loaded.warnings.append(warning) }
    }

    /// The warning about overrides of sources and tables that do not exist.
    private func unusedOverrides(_ patches: [String: SourceEntry], _ loaded: LoadedProject) -> Diagnostic? {
        var lines: [String] = []
        for (key, entry) in patches.sorted(by: { $0.key < $1.key }) {
            let package = loaded.packages.first { $0.name == entry.data["overrides"]?.string }
            let tables = (package?.properties.sources ?? []).map(\.table).filter {
                $0.sourceName == entry.data["name"]?.string
            }
            let path = entry.file.originalPath
            if tables.isEmpty {
                lines.append("  - Source \(key) (in \(path))")
                continue
            }
            for name in (entry.data["tables"]?.list ?? []).compactMap({ $0["name"]?.string }).sorted()
            where !tables.contains(where: { $0.name == name }) {
                lines.append("  - Source table \(key).\(name) (in \(path))")
            }
        }
        guard !lines.isEmpty else { return nil }
        return Diagnostic(
            .sourceOverrideUnused,
            "During parsing, dbt encountered source overrides that had no target:\n\(lines.joined(separator: "\n"))\n",
            severity: .warning)
    }

    private func read(
        _ job: Job, _ configs: ConfigResolver, _ hasArguments: Bool
    ) throws(Diagnostic) -> FileProperties {
        let text = try readText(job.file.absolutePath, named: job.file.originalPath)
        let file = PropertyFile(
            packageName: job.file.packageName, root: job.file.root, path: job.file.path, text: text)
        let reader = PropertyFileReader(
            file: file, renderer: ValueRenderer(scope: job.scope, renderer: renderer), configs: configs,
            exposureTree: job.exposureTree, tests: tests(job.scope, hasArguments))
        return try reader.read()
    }

    private func tests(_ scope: TemplateScope, _ hasArguments: Bool) -> TestCollector {
        let renderer = ValueRenderer(scope: scope, renderer: renderer)
        let reader = GenericTestReader(
            render: { (text, place) throws(Diagnostic) in try renderer.text(text, (place.file.text, place.range)) },
            hasArgumentsProperty: hasArguments)
        return TestCollector(tests: reader)
    }

    private func add(_ entry: SourceEntry, to patches: inout [String: SourceEntry]) throws(Diagnostic) {
        guard let package = entry.data["overrides"]?.string, let name = entry.data["name"]?.string else { return }
        let key = SourceReader.patchKey(package: package, source: name)
        if let other = patches[key] {
            throw Diagnostic(
                .propertiesDuplicate,
                "dbt found two schema.yml entries for the same source named \(name) in package \(package). Sources may only be overridden a single time. To fix this, \(duplicateAdvice(name, "sources", entry.file.originalPath, other.file.originalPath))",
                at: entry.node.range, in: entry.file.text)
        }
        patches[key] = entry
    }
}

/// What dbt advises about two entries for one resource.
func duplicateAdvice(_ name: String, _ section: String, _ first: String, _ second: String) -> String {
    if first == second { return "remove one of the \(section) entries for \(name) in this file:\n - \(first)\n" }
    return "remove the \(section) entry for \(name) in one of these files:\n - \(first)\n\(second)"
}
