public import Events
public import Platform
public import ProjectLoading
public import ProjectModel

/// What `deps` is asked to do, and for which project.
public struct DepsRequest: Sendable {
    /// A package to add to packages.yml.
    public struct Addition: Sendable {
        public enum Source: String, Sendable, CaseIterable { case hub, git, local }

        public var name: String
        /// Several conditions are separated by commas.
        public var version: String?
        public var source: Source

        public init(name: String, version: String?, source: Source) {
            self.name = name
            self.version = version
            self.source = source
        }
    }

    let loader: ProjectLoader
    let project: Project
    let environment: Environment
    let log: EventLog
    /// `--upgrade`: choose versions anew even if the lock fits.
    public var upgrades = false
    /// `--lock`: install nothing.
    public var onlyLocks = false
    /// `--add-package`
    public var addition: Addition?

    public init(_ project: Project, loader: ProjectLoader, environment: Environment, log: EventLog) {
        self.project = project
        self.loader = loader
        self.environment = environment
        self.log = log
    }

    var projectDirectory: String { project.directory }
    /// As dbt_project.yml says it.
    var installPath: String { project.packagesInstallPath }
    var lockPath: String { Path.join(projectDirectory, "package-lock.yml") }
}
