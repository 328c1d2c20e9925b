internal import Compiler
internal import Formats
internal import Platform

extension CommandRequest {
    /// All options with their values, as artifacts keep them and templates see them.
    ///
    /// Source: dbt-core 1.11, `args_to_dict`: options without a value are left out, and so are some that are off.
    func arguments(
        _ settings: Settings, _ logs: LogSettings, commandLine: String, vars: DataMapping
    ) -> DataMapping {
        var arguments: DataMapping = [
            "which": .string(which), "invocation_command": .string(commandLine), "vars": .mapping(vars),
            "project_dir": .string(settings.projectDirectory),
            "profiles_dir": .string(global.profilesDir ?? settings.profilesDirectory),
        ]
        addSettings(settings, to: &arguments)
        addLogging(settings, logs, to: &arguments)
        addFlags(settings, to: &arguments)
        addFolders(settings, to: &arguments)
        addBuilding(settings, to: &arguments)
        addSelection(to: &arguments)
        if loadsSources { arguments["load_sources"] = true }
        arguments["openlineage"] = openLineage.map { .string($0) }
        for (key, value) in extra { arguments[key] = value }
        return arguments
    }

    private func addSettings(_ settings: Settings, to arguments: inout DataMapping) {
        let values: KeyValuePairs<String, Bool> = [
            "introspect": settings.introspects, "partial_parse": settings.partialParse,
            "partial_parse_file_diff": global.partialParseFileDiff ?? true,
            "populate_cache": settings.populatesCache, "print": settings.prints, "quiet": settings.isQuiet,
            "static_parser": settings.staticParser, "version_check": settings.versionCheck,
            "write_json": settings.writesJSON, "defer": settings.defers, "favor_state": settings.favorsState,
            "cache_selected_only": settings.cachesSelectedOnly, "send_anonymous_usage_stats": false,
            "macro_debugging": global.macroDebugging ?? false, "strict_mode": false,
            "show_resource_report": global.showResourceReport ?? false,
            "upload_to_artifacts_ingest_api": global.uploadToArtifactsIngestApi ?? false,
            "use_fast_test_edges": global.useFastTestEdges ?? false,
        ]
        for (name, value) in values { arguments[name] = .bool(value) }
        let onlyOn: KeyValuePairs<String, Bool> = [
            "debug": settings.isDebug, "fail_fast": settings.failFast, "full_refresh": settings.fullRefresh,
            "store_failures": settings.storesFailures, "warn_error": settings.warnError,
            "single_threaded": global.singleThreaded ?? false,
            "use_experimental_parser": global.useExperimentalParser ?? false,
        ]
        for (name, value) in onlyOn where value { arguments[name] = true }
        arguments["indirect_selection"] = .string(settings.indirectSelection)
        arguments["printer_width"] = .int(settings.printerWidth)
        arguments["warn_error_options"] = Self.warnErrorOptions(settings.warnErrorOptions)
    }

    private func addLogging(_ settings: Settings, _ logs: LogSettings, to arguments: inout DataMapping) {
        arguments["log_path"] = .string(settings.logPath)
        arguments["log_format"] = .string(settings.logFormat)
        arguments["log_format_file"] = .string(logs.fileFormatName)
        arguments["log_level"] = .string(settings.logLevel)
        arguments["log_level_file"] = .string(logs.fileLevelName)
        arguments["log_file_max_bytes"] = .int(logs.fileSize)
        arguments["use_colors"] = .bool(settings.usesColors ?? true)
        arguments["use_colors_file"] = .bool(logs.usesColorsInFile)
        arguments["show_all_deprecations"] = .bool(logs.showsAllDeprecations)
        if logs.showsCacheEvents { arguments["log_cache_events"] = true }
    }

    /// The flags of dbt_project.yml that change behaviour; most are off.
    private func addFlags(_ settings: Settings, to arguments: inout DataMapping) {
        let on: Set = [
            "require_explicit_package_overrides_for_builtin_materializations",
            "require_generic_test_arguments_property", "require_resource_names_without_spaces",
            "source_freshness_run_project_hooks",
        ]
        let off: Set = [
            "require_all_warnings_handled_by_warn_error", "require_batched_execution_for_custom_microbatch_strategy",
            "require_nested_cumulative_type_params", "require_ref_searches_node_package_before_root",
            "require_unique_project_resource_names", "require_yaml_configuration_for_mf_time_spines",
            "skip_nodes_if_on_run_start_fails", "state_modified_compare_more_unrendered_values",
            "state_modified_compare_vars", "validate_macro_args",
        ]
        for name in on.union(off).sorted() {
            arguments[name] = .bool(settings.behavior(name, default: on.contains(name)))
        }
    }

    private func addFolders(_ settings: Settings, to arguments: inout DataMapping) {
        arguments["target"] = global.target.map { .string($0) }
        arguments["profile"] = global.profile.map { .string($0) }
        arguments["threads"] = settings.threads.map { .int($0) }
        arguments["target_path"] = global.targetPath.map { .string($0) }
        arguments["state"] = settings.state.map { .string($0) }
        arguments["defer_state"] = settings.deferState.map { .string($0) }
        arguments["record_timing_info"] = global.recordTimingInfo.map { .string($0) }
    }

    private func addBuilding(_ settings: Settings, to arguments: inout DataMapping) {
        if !["list", "ls", "parse", "run-operation", "clone", "retry"].contains(which) {
            arguments["sqlparse"] = .mapping(["MAX_GROUPING_DEPTH": .null, "MAX_GROUPING_TOKENS": .null])
        }
        if which == "build" {
            arguments["export_saved_queries"] = false
            arguments["include_saved_query"] = false
        }
        if which == "build" || which == "seed" { arguments["show"] = .bool(showsSeeds) }
        guard ["build", "run", "snapshot", "compile"].contains(which) else { return }
        arguments["empty"] = .bool(settings.isEmpty)
        if let window = settings.eventTimes {
            // Written as they were given: without an offset.
            arguments["event_time_start"] = .timestamp(String(window.start.pythonISO.dropLast(6)))
            arguments["event_time_end"] = .timestamp(String(window.end.pythonISO.dropLast(6)))
        }
        if let sample = settings.sample {
            let texts = sample.isoTexts
            arguments["sample"] = .mapping(["start": .string(texts[0]), "end": .string(texts[1])])
        }
    }

    private func addSelection(to arguments: inout DataMapping) {
        if let selection {
            arguments["select"] = .strings(selection.select)
            arguments["exclude"] = .strings(selection.exclude)
            arguments["selector"] = selection.selector.map { .string($0) }
        }
        if let resourceTypes {
            arguments["resource_types"] = .strings(resourceTypes.resourceTypes)
            arguments["exclude_resource_types"] = .strings(resourceTypes.excludeResourceTypes)
        }
    }

    /// `include` and `exclude` are the old names of `error` and `warn`.
    private static func warnErrorOptions(_ given: DataValue) -> DataValue {
        .mapping([
            "error": given["error"] ?? given["include"] ?? .list([]),
            "warn": given["warn"] ?? given["exclude"] ?? .list([]), "silence": given["silence"] ?? .list([]),
        ])
    }
}
