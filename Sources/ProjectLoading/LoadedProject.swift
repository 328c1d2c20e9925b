public import Diagnostics
public import Formats
public import ProjectModel

/// All that the files of a project and its installed packages say, before any of their templates is rendered.
public struct LoadedProject: Sendable {
    /// The root project first, then the installed packages, sorted by name; Martlet's own packages are not among them.
    public var packages: [LoadedPackage]
    public var profile: Profile
    /// The values of `--vars`.
    public var commandLineVariables: DataMapping
    /// `selectors.yml` of the root project, rendered, with its place; nil when there is none.
    public var selectors: SelectorsFile?
    /// `martlet.yml` of the root project.
    public var extensions: ProjectExtensions
    /// What decides the configuration of every resource.
    public var configs: ConfigResolver
    /// What was found on the way and does not stop the load, in the order of the files.
    public var warnings: [Diagnostic]
    /// The project that the command was called for.
    public var root: LoadedPackage { packages[0] }

    /// The values that `var()` sees in the files of package `name`.
    public func variables(in name: String) -> VarScope {
        VarScope(
            package: name, commandLine: commandLineVariables, root: root.project.vars,
            own: packages.first { $0.project.name == name }?.project.vars ?? [:])
    }
}

/// One project, the root or an installed package, with its files and properties.
public struct LoadedPackage: Sendable {
    public var project: Project
    /// `dbt_project.yml` as it was read.
    public var projectFile: SourceText
    /// Every file that a resource may come from, sorted by path.
    public var files: [SourceFile]
    /// What the yml files say, in the order of the files.
    public var properties: Properties

    public var name: String { project.name }

    /// The files of one kind, sorted by path.
    public func files(_ kind: SourceFile.Kind) -> [SourceFile] { files.filter { $0.kind == kind } }
}

/// `selectors.yml` of the root project.
public struct SelectorsFile: Sendable {
    public var text: SourceText
    /// The items of `selectors:`, rendered.
    public var definitions: [DataValue]

    public init(text: SourceText, definitions: [DataValue]) {
        self.text = text
        self.definitions = definitions
    }
}
