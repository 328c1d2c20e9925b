public import Formats
public import Platform
internal import TemplateLibrary

/// One call of the executable: what was asked for, when, and under which id artifacts and events know it.
public struct Invocation: Sendable {
    /// A random UUID.
    public var id: String
    public var startedAt: Timestamp
    /// The subcommand as dbt names it in `flags.WHICH`: `run`, `generate`, `ls` or `list`, `run-operation`.
    public var command: String
    /// The words of the command line, for artifacts.
    public var commandLine: String
    public var settings: Settings
    /// All options with their values, as `invocation_args_dict` and the artifacts' `args` show them.
    public var arguments: DataMapping
    /// The environment of the process; `env_var()` reads it.
    public var environment: Environment

    public init(
        id: String, startedAt: Timestamp, command: String, commandLine: String, settings: Settings,
        arguments: DataMapping, environment: Environment
    ) {
        self.id = id
        self.startedAt = startedAt
        self.command = command
        self.commandLine = commandLine
        self.settings = settings
        self.arguments = arguments
        self.environment = environment
    }

    /// The values of `DBT_ENV_CUSTOM_ENV_*` by the rest of their names; they go into every artifact.
    public var customEnvironment: DataMapping {
        let prefix = "DBT_ENV_CUSTOM_ENV_"
        var values: DataMapping = [:]
        for name in environment.variables.keys.sorted() where name.hasPrefix(prefix) {
            values[String(name.dropFirst(prefix.count))] = .text(environment[name])
        }
        return values
    }
}

/// The version of dbt-core that Martlet is to tools: in artifacts, events and templates.
public enum Compatibility {
    public static let coreVersion = compatibleVersion
    public static let adapterVersion = "1.11.0"
}

/// The options that change what a command does, after command line, environment, project and defaults were layered.
///
/// Source: dbt-core 1.11, global flags and commands.
public struct Settings: Sendable {
    /// Absolute.
    public var projectDirectory = "."
    public var profilesDirectory = "."
    /// As it was given, relative to the project directory or absolute.
    public var targetPath = "target"
    public var logPath = "logs"
    public var threads: Int?

    public var fullRefresh = false
    public var failFast = false
    /// Whether every `ref` and `source` reads no rows.
    public var isEmpty = false
    /// Whether compiling may query the database.
    public var introspects = true
    public var storesFailures = false
    public var indirectSelection = "eager"
    public var cachesSelectedOnly = false
    public var populatesCache = true
    public var partialParse = true
    public var versionCheck = true
    public var writesJSON = true
    public var prints = true
    public var isQuiet = false
    public var isDebug = false
    public var usesColors: Bool?
    public var printerWidth = 80
    public var logFormat = "default"
    public var logLevel = "info"
    public var warnError = false
    public var warnErrorOptions: DataValue = .mapping([:])
    public var defers = false
    public var favorsState = false
    public var state: String?
    public var deferState: String?
    public var staticParser = true
    /// What microbatch models build, instead of all up to now.
    public var eventTimes: TimeWindow?
    /// The window of time from which references read.
    public var sample: TimeWindow?
    /// The project's `flags:` that change behaviour, by dbt's names.
    public var behavior: DataMapping = [:]

    public init() {}

    /// Whether a behaviour flag of the project is on.
    public func behavior(_ name: String, default value: Bool) -> Bool { behavior[name]?.bool ?? value }
}

extension Invocation {
    /// What templates see as `flags`.
    ///
    /// Source: dbt-core 1.11, flags attributes.
    public var flags: DataMapping {
        let settings = settings
        return [
            "SEND_ANONYMOUS_USAGE_STATS": false, "WARN_ERROR": settings.warnError ? true : .null,
            // Commands without the option do not know.
            "EMPTY": settings.isEmpty ? true : arguments["empty"] ?? .null, "INTROSPECT": .bool(settings.introspects),
            "INDIRECT_SELECTION": .string(settings.indirectSelection), "DEBUG": .bool(settings.isDebug),
            "WARN_ERROR_OPTIONS": settings.warnErrorOptions,
            "CACHE_SELECTED_ONLY": .bool(settings.cachesSelectedOnly), "PARTIAL_PARSE": .bool(settings.partialParse),
            "VERSION_CHECK": .bool(settings.versionCheck), "FAIL_FAST": .bool(settings.failFast),
            "USE_COLORS": .bool(settings.usesColors ?? true), "NO_PRINT": .null, "QUIET": .bool(settings.isQuiet),
            "LOG_FORMAT": .string(settings.logFormat),
            // dbt's flags know what was asked for, not what dbt_project.yml says.
            "TARGET_PATH": arguments["target_path"] ?? .null, "INVOCATION_COMMAND": .string(commandLine),
            "LOG_CACHE_EVENTS": false, "STATIC_PARSER": .bool(settings.staticParser),
            "PROFILES_DIR": .string(settings.profilesDirectory),
            "LOG_PATH": .string(settings.logPath), "WRITE_JSON": .bool(settings.writesJSON),
            "USE_EXPERIMENTAL_PARSER": false, "PRINTER_WIDTH": .int(settings.printerWidth),
            "FULL_REFRESH": .bool(settings.fullRefresh), "STORE_FAILURES": .bool(settings.storesFailures),
            "WHICH": .string(command),
        ]
    }
}
