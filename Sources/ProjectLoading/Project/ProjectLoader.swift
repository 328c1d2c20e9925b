public import Diagnostics
public import Formats
public import Platform
public import ProjectModel

/// Loads a project: its `dbt_project.yml`, the profile, the installed packages, all file names and properties.
public struct ProjectLoader: Sendable {
    let files: any FileSystem
    let environment: Environment
    public let options: ProjectOptions
    let renderer: NativeRenderer

    /// - Parameter renderer: renders templates of yml files.
    public init(
        files: any FileSystem, environment: Environment, options: ProjectOptions, renderer: @escaping NativeRenderer
    ) {
        self.files = files
        self.environment = environment
        self.options = options
        self.renderer = renderer
    }

    // MARK: Folders

    /// The nearest folder from `directory` upwards that holds `dbt_project.yml`; `directory` itself when none does.
    public static func findProjectDirectory(from directory: String, files: any FileSystem) -> String {
        var folder = directory
        while true {
            if files.isFile(Path.join(folder, "dbt_project.yml")) { return folder }
            let parent = Path.directory(folder)
            if parent == folder || parent.isEmpty { return directory }
            folder = parent
        }
    }

    /// Where `profiles.yml` is searched when nobody says: the current folder when it has one, else `~/.dbt`.
    public static func findProfilesDirectory(files: any FileSystem, environment: Environment) -> String {
        let current = files.currentDirectory
        if files.exists(Path.join(current, "profiles.yml")) { return current }
        return Path.join(environment.homeDirectory ?? "/", ".dbt")
    }

    /// The value of `--vars`.
    /// - Throws: `vars-invalid` unless `text` is a mapping in YAML.
    public static func parseVariables(_ text: String) throws(Diagnostic) -> DataMapping {
        let value = try? YAML.load(text)
        guard let mapping = value?.mapping else {
            throw Diagnostic(
                .varsInvalid, "Invalid value for '--vars': String '\(text)' is not valid YAML", family: .usage,
                hint: "write a mapping: --vars '{name: value}'")
        }
        return mapping
    }

    // MARK: Single files

    /// `dbt_project.yml` of the root project as it is written: for `flags:` and `log-path:`, which are needed before
    /// anything can be rendered; nil when there is none or it cannot be read.
    public func rawProject() -> DataMapping? {
        guard let source = try? projectSource(options.projectDirectory, prefix: "") else { return nil }
        return (try? YAML.load(source))?.mapping
    }

    /// The root project and the profile, without packages and files.
    /// - Parameter requiresProfile: `deps` and `clean` work without one.
    public func project(requiresProfile: Bool = true) throws(Diagnostic) -> (Project, Profile?, warnings: [Diagnostic])
    {
        let source = try projectSource(options.projectDirectory, prefix: "")
        let document = try projectDocument(source)
        let profile = requiresProfile ? try profile(document, source) : nil
        // Without a profile templates find nothing in `target`.
        var (project, warnings) = try read(
            document, source, options.projectDirectory, scope(target: profile?.target ?? [:], isRoot: true))
        if profile == nil, let root = document.root {
            let path = Path.join(options.projectDirectory, "dbt_project.yml")
            warnings = ProjectSchemaCheck(source: source, path: path, root: root).warnings + warnings
        }
        return (project, profile, warnings)
    }

    private func profile(_ document: YAMLDocument, _ source: SourceText) throws(Diagnostic) -> Profile {
        let path = Path.join(options.profilesDirectory, "profiles.yml")
        let profiles = files.isFile(path) ? try TextFile.read(path, named: path, from: files) : nil
        var scope = scope(target: nil, isRoot: true)
        scope.allowsSecrets = true
        scope.environmentUse = nil
        let renderer = ValueRenderer(scope: scope, renderer: renderer)
        var name: DataValue = .null
        if let node = document.root?["profile"] { name = try renderer.render(node, in: source) { _ in true } }
        return try ProfileReader(source: profiles, options: options, renderer: renderer)
            .read(
                projectProfile: name.isNull ? nil : name.pythonText,
                projectName: document.root?["name"]?.string ?? "martlet")
    }

    func scope(target: DataMapping?, isRoot: Bool) -> TemplateScope {
        var scope = TemplateScope(
            environment: environment.variables,
            variables: VarScope(commandLine: isRoot ? options.variables : [:]))
        scope.target = target
        scope.requiresVariables = options.requiresVariables
        scope.invocationID = options.invocationID
        scope.runStartedAt = options.runStartedAt
        scope.environmentUse = options.environmentUse
        return scope
    }

    /// - Parameter prefix: of the shown path: empty for the root project, `dbt_packages/x/` for a package.
    func projectSource(_ directory: String, prefix: String) throws(Diagnostic) -> SourceText {
        let path = Path.join(directory, "dbt_project.yml")
        guard files.isFile(path) else {
            throw Diagnostic(
                .projectMissing,
                """
                No dbt_project.yml found at expected path \(path)
                Verify that each entry within packages.yml (and their transitive dependencies) contains a file named dbt_project.yml

                """, family: .runtime)
        }
        return try readText(path, named: "\(prefix)dbt_project.yml")
    }

    func projectDocument(_ source: SourceText) throws(Diagnostic) -> YAMLDocument {
        do throws(Diagnostic) {
            let document = try YAML.document(source)
            if document.root?.entries != nil { return document }
        } catch {
            var error = error
            error.family = .runtime
            throw error
        }
        throw Diagnostic(
            .projectInvalid, "dbt_project.yml does not parse to a dictionary", family: .runtime,
            at: SourceRange(0, 1), in: source)
    }

    private func read(
        _ document: YAMLDocument, _ source: SourceText, _ directory: String, _ scope: TemplateScope
    ) throws(Diagnostic) -> (Project, [Diagnostic]) {
        let renderer = ValueRenderer(scope: scope, renderer: renderer)
        return try ProjectReader(source: source, directory: directory, options: options, renderer: renderer)
            .read(document)
    }

    /// The text of a file as dbt reads it, without white space at its ends: a block scalar at the end of a yml file has
    /// no newline at its end.
    /// - Parameter name: how errors call the file, relative to the project.
    func readText(_ path: String, named name: String? = nil) throws(Diagnostic) -> SourceText {
        try TextFile.read(path, named: name ?? path, from: files).stripped
    }

    // MARK: Packages

    /// The installed packages, sorted by the names of their folders.
    func packages(of root: Project, target: DataMapping) throws(Diagnostic) -> [(Project, SourceText, [Diagnostic])] {
        let folder = Path.join(root.directory, root.packagesInstallPath)
        let folders = ((try? files.entries(of: folder)) ?? [])
            .filter { $0.isDirectory && !$0.path.hasPrefix("__") }.map(\.path)
        let declared = try declaredPackages()
        if declared.packages.count > folders.count {
            throw Diagnostic(
                .packagesMissing,
                "dbt found \(declared.packages.count) package(s) specified in \(declared.file), but only \(folders.count) package(s) installed in \(root.packagesInstallPath). Run \"dbt deps\" to install package dependencies."
            )
        }
        var names: Set<String> = [root.name]
        var packages: [(Project, SourceText, [Diagnostic])] = []
        for name in folders {
            let directory = Path.join(folder, name)
            let package = try package(directory, "\(root.packagesInstallPath)/\(name)/", target)
            guard names.insert(package.0.name).inserted else {
                throw Diagnostic(
                    .packageDuplicate,
                    "dbt found more than one package with the name \"\(package.0.name)\" included in this project. Package names must be unique in a project. Please rename one of these packages.",
                    in: package.1)
            }
            packages.append(package)
        }
        return packages
    }

    private func package(
        _ directory: String, _ prefix: String, _ target: DataMapping
    ) throws(Diagnostic) -> (Project, SourceText, [Diagnostic]) {
        do throws(Diagnostic) {
            let source = try projectSource(directory, prefix: prefix)
            let document = try projectDocument(source)
            let (project, warnings) = try read(document, source, directory, scope(target: target, isRoot: false))
            return (project, source, warnings)
        } catch {
            var error = error
            let lines = error.message.split(separator: "\n", omittingEmptySubsequences: false)
                .map { $0.hasPrefix("Error encountered in") ? String($0) : "  \($0)" }
            error.message =
                "Failed to read package: \(error.family.rawValue)\n\(lines.joined(separator: "\n"))\nError encountered in \(directory)"
            throw error
        }
    }
}
