internal import Compiler
internal import Formats
internal import Platform

/// What the command line asks for, as all commands share it.
struct CommandRequest {
    /// The name that dbt has for the command in `flags.WHICH`.
    var which: String
    var global: GlobalOptions
    var build: BuildValues?
    var selection: SelectionOptions?
    var resourceTypes: ResourceTypeOptions?
    /// `--store-failures`.
    var storesFailures = false
    /// `--show` of seeds.
    var showsSeeds = false
    /// `--introspect`.
    var introspects = true
    /// Whether the command reaches for the database at all.
    var needsDatabase = true
    /// Whether the database is reached for only when a template asks.
    var connectsLazily = false
    /// What `retry` repeats; nil for all that is selected.
    var repeated: RepeatedRun?
    /// Options of this command alone, for `invocation_args_dict` and artifacts.
    var extra: DataMapping = [:]

    init(_ which: String, _ global: GlobalOptions) {
        self.which = which
        self.global = global
    }

    /// All options with their values, as artifacts keep them and templates see them.
    func arguments(_ settings: Settings, commandLine: String, vars: DataMapping) -> DataMapping {
        var arguments: DataMapping = [
            "which": .string(which), "invocation_command": .string(commandLine), "vars": .mapping(vars),
            "project_dir": .string(settings.projectDirectory), "profiles_dir": .string(settings.profilesDirectory),
            "log_path": .string(settings.logPath), "log_format": .string(settings.logFormat),
            "log_level": .string(settings.logLevel), "indirect_selection": .string(settings.indirectSelection),
            "fail_fast": .bool(settings.failFast), "warn_error_options": settings.warnErrorOptions,
            "introspect": .bool(settings.introspects), "partial_parse": .bool(settings.partialParse),
            "populate_cache": .bool(settings.populatesCache), "print": .bool(settings.prints),
            "printer_width": .int(settings.printerWidth), "quiet": .bool(settings.isQuiet),
            "static_parser": .bool(settings.staticParser), "use_colors": .bool(settings.usesColors ?? true),
            "version_check": .bool(settings.versionCheck), "write_json": .bool(settings.writesJSON),
            "defer": .bool(settings.defers), "favor_state": .bool(settings.favorsState),
            "cache_selected_only": .bool(settings.cachesSelectedOnly), "send_anonymous_usage_stats": false,
        ]
        if let target = global.target { arguments["target"] = .string(target) }
        if let profile = global.profile { arguments["profile"] = .string(profile) }
        if let threads = settings.threads { arguments["threads"] = .int(threads) }
        if let targetPath = global.targetPath { arguments["target_path"] = .string(targetPath) }
        if let state = settings.state { arguments["state"] = .string(state) }
        if let state = settings.deferState { arguments["defer_state"] = .string(state) }
        if build != nil {
            arguments["full_refresh"] = .bool(settings.fullRefresh)
            arguments["empty"] = .bool(settings.isEmpty)
            if let window = settings.eventTimes {
                // Written as they were given: without an offset.
                arguments["event_time_start"] = .string(String(window.start.pythonISO.dropLast(6)))
                arguments["event_time_end"] = .string(String(window.end.pythonISO.dropLast(6)))
            }
            if let sample = settings.sample {
                let texts = sample.isoTexts
                arguments["sample"] = .mapping(["start": .string(texts[0]), "end": .string(texts[1])])
            }
        }
        if which == "build" || which == "test" { arguments["store_failures"] = .bool(settings.storesFailures) }
        if let selection {
            arguments["select"] = .strings(selection.select)
            arguments["exclude"] = .strings(selection.exclude)
            if let selector = selection.selector { arguments["selector"] = .string(selector) }
        }
        if let resourceTypes {
            arguments["resource_types"] = .strings(resourceTypes.resourceTypes)
            arguments["exclude_resource_types"] = .strings(resourceTypes.excludeResourceTypes)
        }
        for (key, value) in extra { arguments[key] = value }
        return arguments
    }
}
