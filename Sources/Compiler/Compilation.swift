public import Diagnostics
public import Events
internal import Formats
public import Platform
public import ProjectLoading
public import ProjectModel
internal import TemplateLibrary

/// What all renders of one command share: the project, its macros, and how the command was called.
public final class Compilation: Sendable {
    public let invocation: Invocation
    public let project: LoadedProject
    public let library: MacroLibrary
    /// What is worth a warning in the files of macros; none of a saved parse, as with dbt.
    public let macroWarnings: [Diagnostic]
    public let files: any FileSystem
    public let log: EventLog
    /// `graph` while the project is parsed: empty but for what templates put there.
    let parsedGraph = SharedMapping()
    /// Learns which environment variables templates read.
    public let environmentUse: EnvironmentUse

    /// Reads and parses all macros.
    /// - Throws: the first macro file with an error.
    public init(
        _ project: LoadedProject, invocation: Invocation, files: any FileSystem, log: EventLog, threads: Int,
        environmentUse: EnvironmentUse = EnvironmentUse()
    ) throws(Diagnostic) {
        self.project = project
        self.invocation = invocation
        self.files = files
        self.log = log
        self.environmentUse = environmentUse
        let loading = MacroLoading(
            files: files, environment: TemplateEnvironments.text, threads: threads,
            now: Double(invocation.startedAt.microseconds) / 1e6)
        (library, macroWarnings) = try loading.library(of: project)
    }

    /// Takes the macros from a saved parse; none is parsed before it is called.
    public init(
        _ project: LoadedProject, invocation: Invocation, files: any FileSystem, log: EventLog,
        cached: ParseCache.Entry
    ) throws(Diagnostic) {
        self.project = project
        self.invocation = invocation
        self.files = files
        self.log = log
        environmentUse = EnvironmentUse()
        library = try MacroLibrary(cached, of: project)
        macroWarnings = []
    }

    /// The text of a file of the project, without a byte order mark.
    /// - Parameter name: how errors call the file, relative to the project.
    /// - Throws: when it cannot be read, or is not UTF-8.
    public func text(of path: String, named name: String) throws(Diagnostic) -> SourceText {
        try TextFile.read(path, named: name, from: files)
    }

    /// Whether the rows that a test finds are kept in a table: as its configuration or else the command line says.
    public func storesFailures(of test: Node) -> Bool {
        test.config["store_failures"]?.bool == true || invocation.settings.storesFailures
    }

    public var profile: Profile { project.profile }
    /// The folder of the root project, absolute.
    public var projectDirectory: String { project.root.project.directory }
}
