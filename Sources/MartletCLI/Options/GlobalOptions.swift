internal import ArgumentParser

/// The options that every command takes, before or after its name.
///
/// A value that was not given is nil: environment, project and defaults decide then.
/// Source: dbt-core 1.11, global flags.
struct GlobalOptions: ParsableArguments {
    @Flag(inversion: .prefixedNo, help: "Look only at the schemas of selected nodes when the run starts.")
    var cacheSelectedOnly: Bool?

    @Flag(name: [.customShort("d"), .long], inversion: .prefixedNo, help: "Show debug messages.")
    var debug: Bool?

    @Flag(
        name: .customLong("defer"), inversion: .prefixedNo,
        help: "Read what is not selected, and does not exist here, from the state's environment.")
    var defers: Bool?

    @Option(help: "The folder with the manifest to defer to, when it is not that of --state.")
    var deferState: String?

    @Flag(inversion: .prefixedNo, help: "Defer what is not selected even where it exists here.")
    var favorState: Bool?

    @Option(help: "The folder with the artifacts of an earlier invocation.")
    var state: String?

    @Flag(name: [.customShort("x"), .long], inversion: .prefixedNo, help: "Stop at the first failure.")
    var failFast: Bool?

    @Option(help: "Which tests come with selected nodes: eager, cautious, buildable or empty.")
    var indirectSelection: String?

    @Flag(inversion: .prefixedNo, help: .hidden) var logCacheEvents: Bool?
    @Option(help: .hidden) var logFileMaxBytes: Int?

    @Option(help: "The form of console messages: text, debug, json or default.")
    var logFormat: String?

    @Option(help: "The form of messages in the log file.")
    var logFormatFile: String?

    @Option(help: "Which messages reach the console: debug, info, warn, error or none.")
    var logLevel: String?

    @Option(help: "Which messages reach the log file.")
    var logLevelFile: String?

    @Option(help: "The folder of dbt.log.")
    var logPath: String?

    @Flag(inversion: .prefixedNo, help: .hidden) var macroDebugging: Bool?

    @Flag(inversion: .prefixedNo, help: "Use what an earlier parse left under the target path.")
    var partialParse: Bool?

    @Option(help: .hidden) var partialParseFilePath: String?
    @Flag(inversion: .prefixedNo, help: .hidden) var partialParseFileDiff: Bool?

    @Flag(inversion: .prefixedNo, help: "List the relations of the project's schemas when the run starts.")
    var populateCache: Bool?

    @Flag(inversion: .prefixedNo, help: "Let print() in templates write to the console.")
    var print: Bool?

    @Option(help: "The width of progress lines.")
    var printerWidth: Int?

    @Option(help: "The profile to use.")
    var profile: String?

    @Option(help: "The folder of profiles.yml.")
    var profilesDir: String?

    @Option(help: "The folder of dbt_project.yml.")
    var projectDir: String?

    @Flag(name: [.customShort("q"), .long], inversion: .prefixedNo, help: "Show errors and results only.")
    var quiet: Bool?

    @Option(name: [.customShort("r"), .long], help: .hidden) var recordTimingInfo: String?
    @Flag(inversion: .prefixedNo, help: .hidden) var sendAnonymousUsageStats: Bool?
    @Flag(inversion: .prefixedNo, help: "Show every occurrence of a deprecation.") var showAllDeprecations: Bool?
    @Flag(inversion: .prefixedNo, help: .hidden) var showResourceReport: Bool?
    @Flag(inversion: .prefixedNo, help: .hidden) var singleThreaded: Bool?
    @Flag(inversion: .prefixedNo, help: .hidden) var staticParser: Bool?

    @Option(name: [.customShort("t"), .long], help: "The target of the profile.")
    var target: String?

    @Option(help: "The folder for artifacts and compiled SQL.")
    var targetPath: String?

    @Option(help: "How many nodes run at once.")
    var threads: Int?

    @Flag(inversion: .prefixedNo, help: .hidden) var uploadToArtifactsIngestApi: Bool?

    @Flag(inversion: .prefixedNo, help: "Colour the console; by default only a terminal is.")
    var useColors: Bool?

    @Flag(inversion: .prefixedNo, help: .hidden) var useColorsFile: Bool?
    @Flag(inversion: .prefixedNo, help: .hidden) var useExperimentalParser: Bool?
    @Flag(inversion: .prefixedNo, help: .hidden) var useFastTestEdges: Bool?

    @Option(help: "Values of variables, as a YAML mapping.")
    var vars: String?

    @Flag(inversion: .prefixedNo, help: "Refuse projects that ask for another dbt version.")
    var versionCheck: Bool?

    @Flag(name: .customLong("warn-error"), help: "Treat warnings as errors.")
    var treatsWarningsAsErrors = false

    /// Nil when the option is not given: unlike most, it has no opposite.
    var warnError: Bool? { treatsWarningsAsErrors ? true : nil }

    @Option(help: "Which warnings are errors, as a YAML mapping.")
    var warnErrorOptions: String?

    @Flag(inversion: .prefixedNo, help: "Write artifacts.")
    var writeJson: Bool?
}
