internal import Compiler
internal import Diagnostics
internal import Formats
internal import Platform

/// Layers command line, environment, project and defaults into settings.
///
/// Source: dbt-core 1.11, precedence: option, then environment variable, then `flags:` of dbt_project.yml, then default.
struct SettingsResolver {
    let environment: Environment
    /// `flags:` of dbt_project.yml.
    let project: DataMapping

    static let logFormats = ["text", "debug", "json", "default"]
    static let logLevels = ["debug", "info", "warn", "error", "none"]

    /// The value of a Boolean option.
    /// - Parameter name: in snake case; the environment variable is `DBT_` and the name in capitals.
    func flag(_ given: Bool?, _ name: String, default value: Bool) throws(Diagnostic) -> Bool {
        try optionalFlag(given, name) ?? value
    }

    func optionalFlag(_ given: Bool?, _ name: String) throws(Diagnostic) -> Bool? {
        if let given { return given }
        if let (variable, text) = variable(name) {
            guard let flag = Self.boolean(text) else {
                throw invalid("Invalid value for '\(variable)': '\(text)' is not a valid boolean.")
            }
            return flag
        }
        return project[name]?.bool
    }

    /// The value of an option that takes text.
    func text(_ given: String?, _ name: String) -> String? {
        given ?? variable(name)?.text ?? project[name]?.string
    }

    /// The values of an option that takes several words.
    func words(_ given: [String], _ name: String) -> [String] {
        (given.isEmpty ? variable(name).map { [$0.text] } ?? [] : given).flatMap { words in
            words.split(separator: " ").map(String.init)
        }
    }

    /// The value of an option that names a folder, which need not exist.
    /// - Throws: when it is the name of a file.
    func folder(_ given: String?, _ name: String) throws(Diagnostic) -> String? {
        guard let folder = text(given, name) else { return nil }
        guard !RealFiles().isFile(folder) else {
            let option = "--" + name.replacing("_", with: "-")
            throw invalid("Invalid value for '\(option)': Directory '\(folder)' is a file.")
        }
        return folder
    }

    func number(_ given: Int?, _ name: String) throws(Diagnostic) -> Int? {
        if let given { return given }
        if let (variable, text) = variable(name) {
            guard let number = Int(text) else {
                throw invalid("Invalid value for '\(variable)': '\(text)' is not a valid integer.")
            }
            return number
        }
        return project[name]?.int
    }

    /// The value of an option that takes one of a few words.
    func choice(_ given: String?, _ name: String, _ choices: [String], default value: String) throws(Diagnostic)
        -> String
    {
        guard let text = text(given, name) else { return value }
        guard choices.contains(text.lowercased()) else {
            let option = "--" + name.replacing("_", with: "-")
            let list = choices.map { "'\($0)'" }.joined(separator: ", ")
            throw invalid("Invalid value for '\(option)': '\(text)' is not one of \(list).")
        }
        return text.lowercased()
    }

    /// The names that variables had once, without their prefix, and the settings that they stand for; what is set
    /// under such a name counts. `NO_PRINT` says the opposite of its setting.
    static let renamed = [
        ("DEFER_TO_STATE", "defer"), ("FAVOR_STATE_MODE", "favor_state"), ("ARTIFACT_STATE_PATH", "state"),
        ("NO_PRINT", "print"),
    ]

    /// `DBT_ENGINE_X` wins over `DBT_X`.
    private func variable(_ name: String) -> (name: String, text: String)? {
        for (old, setting) in Self.renamed where setting == name {
            for variable in ["DBT_ENGINE_" + old, "DBT_" + old] {
                guard let text = environment[variable], !text.isEmpty else { continue }
                guard old == "NO_PRINT", let flag = Self.boolean(text) else { return (variable, text) }
                return (variable, flag ? "false" : "true")
            }
        }
        for prefix in ["DBT_ENGINE_", "DBT_"] {
            let variable = prefix + name.uppercased()
            if let text = environment[variable], !text.isEmpty { return (variable, text) }
        }
        return nil
    }

    private static func boolean(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "1", "true", "t", "yes", "y", "on": true
        case "0", "false", "f", "no", "n", "off": false
        default: nil
        }
    }

    private func invalid(_ message: String) -> Diagnostic { Diagnostic(.usage, message, family: .usage) }
}

extension SettingsResolver {
    /// All settings of a command that is called with `global` and, where it builds something, `build`.
    /// - Throws: when an option or variable has a value that it cannot have.
    func settings(_ global: GlobalOptions, _ build: BuildValues?) throws(Diagnostic) -> Settings {
        var settings = Settings()
        settings.targetPath = text(global.targetPath, "target_path") ?? ""
        settings.logPath = text(global.logPath, "log_path") ?? ""
        settings.threads = global.threads
        settings.failFast = try flag(global.failFast, "fail_fast", default: false)
        settings.indirectSelection = try choice(
            global.indirectSelection, "indirect_selection", ["eager", "cautious", "buildable", "empty"],
            default: "eager")
        settings.cachesSelectedOnly = try flag(global.cacheSelectedOnly, "cache_selected_only", default: false)
        settings.populatesCache = try flag(global.populateCache, "populate_cache", default: true)
        settings.partialParse = try flag(global.partialParse, "partial_parse", default: true)
        settings.versionCheck = try flag(global.versionCheck, "version_check", default: true)
        settings.writesJSON = try flag(global.writeJson, "write_json", default: true)
        settings.prints = try flag(global.print, "print", default: true)
        settings.isQuiet = try flag(global.quiet, "quiet", default: false)
        settings.isDebug = try flag(global.debug, "debug", default: false)
        settings.usesColors = try optionalFlag(global.useColors, "use_colors")
        settings.printerWidth = try number(global.printerWidth, "printer_width") ?? 80
        settings.logFormat = try choice(
            global.logFormat, "log_format", Self.logFormats, default: "default")
        settings.logLevel = try choice(
            global.logLevel, "log_level", Self.logLevels, default: "info")
        settings.warnError = try flag(global.warnError, "warn_error", default: false)
        settings.warnErrorOptions = try warnErrorOptions(global.warnErrorOptions)
        if global.warnError == true, global.warnErrorOptions != nil {
            throw invalid("warn_error_options: not allowed with argument warn_error")
        }
        settings.defers = try flag(global.defers, "defer", default: false)
        settings.favorsState = try flag(global.favorState, "favor_state", default: false)
        settings.state = try folder(global.state, "state")
        settings.deferState = try folder(global.deferState, "defer_state")
        settings.staticParser = try flag(global.staticParser, "static_parser", default: true)
        settings.behavior = project
        settings.storesFailures = try flag(nil, "store_failures", default: false)
        settings.introspects = try flag(nil, "introspect", default: true)
        try add(build, to: &settings)
        return settings
    }

    private func add(_ build: BuildValues?, to settings: inout Settings) throws(Diagnostic) {
        guard let build else { return }
        let isFullByDefault = try flag(nil, "full_refresh", default: false)
        settings.fullRefresh = build.fullRefresh || isFullByDefault
        settings.isEmpty = try flag(build.empty, "empty", default: false)
        settings.eventTimes = try TimeWindow(
            start: text(build.eventTimeStart, "event_time_start"), end: text(build.eventTimeEnd, "event_time_end"))
        settings.sample = try text(build.sample, "sample").map { text throws(Diagnostic) in
            try TimeWindow(sample: text, now: SystemClock.now)
        }
    }

    private func warnErrorOptions(_ given: String?) throws(Diagnostic) -> DataValue {
        guard let text = text(given, "warn_error_options") else {
            return project["warn_error_options"] ?? .mapping([:])
        }
        return .mapping(try YAMLArgument.mapping(text, option: "--warn-error-options"))
    }
}
