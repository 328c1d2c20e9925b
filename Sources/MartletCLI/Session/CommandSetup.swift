internal import Compiler
internal import Diagnostics
internal import Events
internal import Formats
internal import Platform
internal import ProjectLoading

/// What every command has before it looks at the project: folders, settings, the log, and its invocation.
struct CommandSetup {
    let request: CommandRequest
    let files: any FileSystem
    let environment: Environment
    let invocation: Invocation
    let log: EventLog
    /// The live line of a terminal; nil in a pipe, and with other formats than text.
    let statusLine: StatusLine?
    let variables: DataMapping
    /// Whether profiles.yml was searched in the usual places only and none is there.
    let hasNoProfiles: Bool

    var settings: Settings { invocation.settings }
    /// Absolute.
    var targetDirectory: String { Path.join(settings.projectDirectory, settings.targetPath) }

    /// - Throws: a usage error for options that have a wrong value.
    init(_ request: CommandRequest) throws(Diagnostic) {
        let files = RealFiles()
        let environment = Environment.current()
        self.request = request
        self.files = files
        self.environment = environment
        // A command that `retry` repeats is the same invocation, and writes to the same log.
        let first = request.repeated?.setup
        let startedAt = first?.invocation.startedAt ?? SystemClock.now
        let folders = try Self.folders(request.global, files, environment)
        hasNoProfiles = folders.hasNoProfiles
        variables =
            try request.global.vars.map { text throws(Diagnostic) in
                try YAMLArgument.mapping(text, option: "--vars")
            } ?? [:]
        let raw = Self.rawProject(folders.project, files)
        let flags = try Self.flags(raw, Path.join(folders.profiles, "profiles.yml"), files)
        let resolver = SettingsResolver(environment: environment, project: flags.values)
        let logs = try LogSettings(request.global, resolver)
        var settings = try resolver.settings(request.global, request.build)
        settings.projectDirectory = folders.project
        settings.profilesDirectory = folders.profiles
        if settings.targetPath.isEmpty { settings.targetPath = raw["target-path"]?.string ?? "target" }
        if settings.logPath.isEmpty { settings.logPath = raw["log-path"]?.string ?? "logs" }
        settings.logPath = Path.join(folders.project, settings.logPath)
        settings.introspects = request.introspects && settings.introspects
        settings.storesFailures = request.storesFailures || settings.storesFailures
        let id = first?.invocation.id ?? Random.uuid()
        // Both stand in artifacts.
        let secrets = SecretScrubber(environment: environment.variables)
        let commandLine = secrets.scrub("dbt " + Host.arguments.dropFirst().joined(separator: " "))
        let arguments = request.arguments(settings, logs, commandLine: commandLine, vars: variables)
        invocation = Invocation(
            id: id, startedAt: startedAt, command: request.which, commandLine: commandLine, settings: settings,
            arguments: secrets.scrub(.mapping(arguments)).mapping ?? [:], environment: environment)
        if let first {
            statusLine = first.statusLine
            log = first.log
            return
        }
        statusLine = StatusLine(settings: settings, environment: environment)
        log = try Self.log(invocation, environment, statusLine, logs)
        CurrentLog.set(log, invocation)
        try StartWarnings(environment: environment, request: request).tell(
            log, settings, hasProfileFlags: flags.areOfProfile)
    }

    /// Tells which program begins, with which options.
    func tellStart() {
        log.fire(.mainReportVersion("=\(Compatibility.coreVersion)"))
        log.debug(.mainReportArguments(invocation.arguments.map { ($0.key, $0.value.pythonText) }))
    }

    /// Tells that a file was written below the target folder.
    /// - Parameter type: dbt's class of it.
    func tellArtifact(_ type: String, _ name: String) {
        log.debug(.artifactWritten(type: type, path: Path.join(targetDirectory, name)))
    }

    /// What the command line says about the project to load.
    var projectOptions: ProjectOptions {
        var options = ProjectOptions(
            projectDirectory: settings.projectDirectory, profilesDirectory: settings.profilesDirectory)
        options.profileName = request.global.profile ?? environment["DBT_PROFILE"]
        options.targetName = request.global.target ?? environment["DBT_TARGET"]
        options.threads = settings.threads
        options.variables = variables
        options.checksVersion = settings.versionCheck
        options.targetPath = settings.targetPath
        options.logPath = settings.logPath
        options.parseThreads = Host.processorCount
        options.usesEmbeddedServer = hasNoProfiles
        options.embeddedThreads = Host.processorCount
        return options
    }

    /// The project's folder and that of profiles.yml.
    private static func folders(
        _ global: GlobalOptions, _ files: RealFiles, _ environment: Environment
    ) throws(Diagnostic) -> (project: String, profiles: String, hasNoProfiles: Bool) {
        let given = global.projectDir ?? environment["DBT_ENGINE_PROJECT_DIR"] ?? environment["DBT_PROJECT_DIR"]
        if let given, !files.isDirectory(given) {
            throw Diagnostic(
                .usage, "Invalid value for '--project-dir': Directory '\(given)' does not exist.", family: .usage)
        }
        let project =
            given.map { files.absolutePath($0) }
            ?? ProjectLoader.findProjectDirectory(from: files.currentDirectory, files: files)
        let named = global.profilesDir ?? environment["DBT_ENGINE_PROFILES_DIR"] ?? environment["DBT_PROFILES_DIR"]
        if let named {
            guard files.isDirectory(named) else {
                throw Diagnostic(
                    .usage, "Invalid value for '--profiles-dir': Path '\(named)' does not exist.", family: .usage)
            }
            return (project, files.absolutePath(named), false)
        }
        if files.isFile(Path.join(project, "profiles.yml")),
            !files.isFile(Path.join(files.currentDirectory, "profiles.yml"))
        {
            return (project, project, false)
        }
        let found = ProjectLoader.findProfilesDirectory(files: files, environment: environment)
        return (project, found, !files.isFile(Path.join(found, "profiles.yml")))
    }

    /// What must be known of dbt_project.yml before it can be read properly: flags and folders.
    private static func rawProject(_ directory: String, _ files: RealFiles) -> DataMapping {
        let path = Path.join(directory, "dbt_project.yml")
        guard let source = try? TextFile.read(path, named: "dbt_project.yml", from: files) else { return [:] }
        return (try? YAML.load(source))?.mapping ?? [:]
    }

    /// `flags:` of the project, or what older projects have under `config:` of profiles.yml.
    /// - Throws: when both are there.
    private static func flags(
        _ project: DataMapping, _ path: String, _ files: RealFiles
    ) throws(Diagnostic) -> (values: DataMapping, areOfProfile: Bool) {
        let flags = project["flags"]?.mapping ?? [:]
        guard let source = try? TextFile.read(path, named: "profiles.yml", from: files),
            let config = (try? YAML.load(source))?["config"]?.mapping, !config.isEmpty
        else { return (flags, false) }
        guard flags.isEmpty else {
            throw Diagnostic(
                .projectFlagsTwice,
                "Do not specify both 'config' in profiles.yml and 'flags' in dbt_project.yml. "
                    + "Using 'config' in profiles.yml is deprecated.", family: .runtime)
        }
        return (config, true)
    }

    private static func log(
        _ invocation: Invocation, _ environment: Environment, _ statusLine: StatusLine?, _ logs: LogSettings
    ) throws(Diagnostic) -> EventLog {
        let settings = invocation.settings
        let secrets = SecretScrubber(environment: environment.variables)
        let colors = settings.usesColors ?? (Terminal.isOutputTerminal && environment["NO_COLOR"] == nil)
        let style = EventStyle(
            usesColor: colors, width: settings.printerWidth,
            namesDeprecations: settings.behavior("require_event_names_in_deprecations", default: false))
        let extra = invocation.customEnvironment.compactMapValues(\.string)
        let format: LineFormatter.Format =
            switch settings.logFormat {
            case "json": .json
            case "debug": .debug
            default: settings.isDebug ? .debug : .text
            }
        let output = OutputStream.standardOutput
        let level = settings.isQuiet ? .error : settings.isDebug ? .debug : Event.Level(name: settings.logLevel)
        let formatter = LineFormatter(
            format, style: style, secrets: secrets, extra: Dictionary(uniqueKeysWithValues: extra.map { ($0, $1) }))
        var sinks: [any EventSink] = []
        sinks.append(
            ConsoleSink(
                level: level ?? .error, formatter: formatter, showsCacheEvents: logs.showsCacheEvents,
                write: { bytes in
                    if let statusLine { statusLine.write(bytes) } else { output.write(bytes) }
                }, flush: { output.flush() }))
        let fileFormatter = LineFormatter(logs.fileFormat, secrets: secrets)
        // A log file that cannot be opened must not stop the command: the project may be read-only.
        if let level = logs.fileLevel,
            let file = try? LogFileSink(
                path: Path.join(settings.logPath, "dbt.log"), level: level, formatter: fileFormatter,
                showsCacheEvents: logs.showsCacheEvents, maximumSize: logs.fileSize)
        {
            sinks.append(file)
        }
        let log = EventLog(sinks: sinks, invocationID: invocation.id)
        var policy = try WarningPolicy.parse(settings.warnErrorOptions).policy
        policy.isEverythingAnError = settings.warnError
        policy.appliesToAllWarnings = settings.behavior("require_all_warnings_handled_by_warn_error", default: false)
        log.configure(warnings: policy, showsAllDeprecations: logs.showsAllDeprecations)
        return log
    }
}

extension Diagnostic.Code {
    /// Flags in dbt_project.yml and in profiles.yml.
    static let projectFlagsTwice = Self(rawValue: "project-flags-twice")
}
