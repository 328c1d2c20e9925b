internal import Compiler
internal import Diagnostics
internal import Events
internal import Platform

/// What dbt says about the command line and the environment before it does anything.
struct StartWarnings {
    let environment: Environment
    let request: CommandRequest

    /// - Throws: when the user wants one of them to be an error.
    func tell(_ log: EventLog, _ settings: Settings, hasProfileFlags: Bool) throws(Diagnostic) {
        let keys = try WarningPolicy.parse(settings.warnErrorOptions).oldKeys
        if keys.areUsed { try log.deprecate(.oldWarnErrorKeys(keys)) }
        if hasProfileFlags {
            let text =
                "User config should be moved from the 'config' key in profiles.yml to the 'flags' key in dbt_project.yml."
            try log.deprecate(.deprecation("ProjectFlagsMovedDeprecation", text))
        }
        for (old, new) in SettingsResolver.renamed {
            guard let name = ["DBT_ENGINE_", "DBT_"].map({ $0 + old }).first(where: { environment[$0] != nil }) else {
                continue
            }
            let current = "DBT_ENGINE_" + new.uppercased()
            let text =
                "The environment variable `\(name)` has been renamed as `\(current)`.\n"
                + "If `\(name)` is currently set, its value will be used instead of `\(current)`.\n"
                + "Set `\(current)` and unset `\(name)` to avoid this deprecation warning and "
                + "ensure it works properly in a future release."
            try log.deprecate(.deprecation("EnvironmentVariableRenamed", text))
        }
        for name in environment.variables.keys.sorted() where name.hasPrefix("DBT_ENGINE") {
            guard !Self.engineVariables.contains(String(name.dropFirst("DBT_ENGINE_".count))) else { continue }
            try log.deprecate(.reservedEnvironmentVariable(name))
        }
        let usesOldOption = Host.arguments.contains { ["-m", "--models", "--model"].contains($0) }
        if usesOldOption, request.selection != nil {
            try log.deprecate(.modelParameterUsage)
        }
    }

    /// What follows `DBT_ENGINE_` in the names of variables that dbt reads.
    private static let engineVariables: Set<String> = [
        "ARTIFACT_STATE_PATH", "CACHE_SELECTED_ONLY", "CLEAN_PROJECT_FILES_ONLY", "DEBUG", "DEFER", "DEFER_STATE",
        "DEFER_TO_STATE", "DOWNLOAD_DIR", "EMPTY", "EVENT_TIME_END", "EVENT_TIME_START", "EXCLUDE_RESOURCE_TYPES",
        "EXPORT_SAVED_QUERIES", "FAIL_FAST", "FAVOR_STATE", "FAVOR_STATE_MODE", "FULL_REFRESH", "HOST",
        "INCLUDE_SAVED_QUERY", "INDIRECT_SELECTION", "INTROSPECT", "INVOCATION_ENV", "LOG_CACHE_EVENTS",
        "LOG_FILE_MAX_BYTES", "LOG_FORMAT", "LOG_FORMAT_FILE", "LOG_LEVEL", "LOG_LEVEL_FILE", "LOG_PATH",
        "MACRO_DEBUGGING", "NO_PRINT", "PACKAGE_HUB_URL", "PARTIAL_PARSE", "PARTIAL_PARSE_FILE_DIFF",
        "PARTIAL_PARSE_FILE_PATH", "POPULATE_CACHE", "PP_FILE_DIFF_TEST", "PP_TEST", "PRINT", "PRINTER_WIDTH",
        "PROFILE", "PROFILES_DIR", "PROJECT_DIR", "QUIET", "RECORDED_FILE_PATH", "RESOURCE_TYPES", "SAMPLE",
        "SEND_ANONYMOUS_USAGE_STATS", "SHOW_RESOURCE_REPORT", "SINGLE_THREADED", "SQLPARSE", "STATE", "STATIC_PARSER",
        "STORE_FAILURES", "TARGET", "TARGET_PATH", "TEST_STATE_MODIFIED", "UPLOAD_TO_ARTIFACTS_INGEST_API",
        "USE_COLORS", "USE_COLORS_FILE", "USE_EXPERIMENTAL_PARSER", "USE_FAST_TEST_EDGES", "VERSION_CHECK",
        "WARN_ERROR", "WARN_ERROR_OPTIONS", "WRITE_JSON",
    ]
}
