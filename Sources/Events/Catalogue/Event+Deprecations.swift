internal import Formats

extension Event {
    /// A deprecation of dbt whose text is `description`, with its name and code; most of them differ in nothing else.
    ///
    /// With `alwaysNamed` the name stands in the head even without the flag `require_event_names_in_deprecations`: so it
    /// is with those that came after that flag.
    public static func deprecation(
        _ name: String, _ description: String, alwaysNamed: Bool = false,
        fields: @autoclosure @escaping @Sendable () -> Fields = [:]
    ) -> Event {
        Event(
            name, EventNames.codes[name] ?? "D000", .warn, fields: fields(),
            text: { style in
                style.deprecation(description, name: alwaysNamed || style.namesDeprecations ? name : nil)
            })
    }

    static func deprecationsSummary(_ counts: [EventLog.DeprecationCount], hintsAtShowingAll: Bool) -> Event {
        Event(
            "DeprecationsSummary", "D028", .warn,
            fields: [
                "show_all_hint": .bool(hintsAtShowingAll),
                "summaries": .list(
                    counts.map { count in
                        .object([
                            "event_code": .string(count.code), "event_name": .string(count.name),
                            "occurrences": .int(count.count),
                        ])
                    }),
            ],
            text: { style in
                var text = "Summary of encountered deprecations:"
                for count in counts { text += "\n\n- \(count.name): \(counted(count.count, "occurrence"))" }
                if hintsAtShowingAll {
                    text += """
                        \n\nTo see all deprecation instances instead of just the first occurrence of each, run command \
                        again with the `--show-all-deprecations` flag. You may also need to run with \
                        `--no-partial-parse` as some deprecations are only encountered during parsing.
                        """
                }
                return style.deprecation(text, name: "DeprecationsSummary")
            })
    }

    /// D017
    public static var freshnessHooksNotRun: Event {
        plain(
            "SourceFreshnessProjectHooksNotRun",
            "In a future version of dbt, the `source freshness` command will start running `on-run-start` and "
                + "`on-run-end` hooks by default. For more information: "
                + "https://docs.getdbt.com/reference/global-configs/legacy-behaviors")
    }

    /// D018
    public static var timeSpineWithoutProperties: Event {
        plain(
            "MFTimespineWithoutYamlConfigurationDeprecation",
            "Time spines without YAML configuration are in the process of deprecation. Please add YAML configuration "
                + "for your 'metricflow_time_spine' model. See documentation on MetricFlow time spines: "
                + "https://docs.getdbt.com/docs/build/metricflow-time-spine and behavior change documentation: "
                + "https://docs.getdbt.com/reference/global-configs/behavior-changes.")
    }

    /// D019
    public static var cumulativeTypeParameters: Event {
        plain(
            "MFCumulativeTypeParamsDeprecation",
            "Cumulative fields `type_params.window` and `type_params.grain_to_date` have been moved and will soon be "
                + "deprecated. Please nest those values under `type_params.cumulative_type_params.window` and "
                + "`type_params.cumulative_type_params.grain_to_date`. See documentation on behavior changes: "
                + "https://docs.getdbt.com/reference/global-configs/behavior-changes.")
    }

    /// D020
    public static var microbatchMacroOutsideOfBatches: Event {
        plain(
            "MicrobatchMacroOutsideOfBatchesDeprecation",
            "The use of a custom microbatch macro outside of batched execution is deprecated. To use it with "
                + "batched execution, set `flags.require_batched_execution_for_custom_microbatch_strategy` to `True` "
                + "in `dbt_project.yml`. In the future this will be the default behavior.")
    }

    /// A deprecation with the head of a plain warning unless deprecations are named.
    private static func plain(_ name: String, _ text: String) -> Event {
        Event(
            name, EventNames.codes[name] ?? "D000", .warn,
            text: { style in
                style.namesDeprecations ? style.deprecation(text, name: name) : style.wrapped(style.warning(text))
            })
    }

    /// D031
    public static func oldWarnErrorKeys(_ keys: WarningPolicy.OldKeys) -> Event {
        let found = [keys.include ? "`include`" : nil, keys.exclude ? "`exclude`" : nil].compactMap { $0 }
        var text = "Found \(found.joined(separator: " and ")) in `warn_error_options` specification."
        if keys.include { text += " Please use `error` instead of `include`." }
        if keys.exclude { text += " Please use `warn` instead of `exclude`." }
        return deprecation(
            "WEOIncludeExcludeDeprecation", text, alwaysNamed: true,
            fields: ["found_include": .bool(keys.include), "found_exclude": .bool(keys.exclude)])
    }

    /// D032
    public static var modelParameterUsage: Event {
        deprecation(
            "ModelParamUsageDeprecation",
            "Usage of `--models`, `--model`, and `-m` is deprecated in favor of `--select` or `-s`.")
    }

    /// D036
    public static func reservedEnvironmentVariable(_ name: String, prefix: String = "DBT_ENGINE") -> Event {
        deprecation(
            "EnvironmentVariableNamespaceDeprecation",
            "Found custom environment variable `\(name)` in the environment. The prefix `\(prefix)` is reserved for dbt "
                + "engine environment variables. Custom environment variables with the prefix `\(prefix)` may cause "
                + "collisions and runtime errors.",
            fields: ["env_var": .string(name), "reserved_prefix": .string(prefix)])
    }

    /// D034
    public static var modulesItertoolsUsage: Event {
        deprecation(
            "ModulesItertoolsUsageDeprecation",
            "Usage of itertools modules is deprecated. Please use the built-in functions instead.")
    }

    /// D040
    public static func duplicateNameOfDistinctTypes(
        _ name: String, package: String, first: String, second: String
    ) -> Event {
        deprecation(
            "DuplicateNameDistinctNodeTypesDeprecation",
            "Found resources with the same name '\(name)' in package '\(package)': '\(first)' and '\(second)'. Please "
                + "update one of the resources to have a unique name.",
            fields: [
                "resource_name": .string(name), "package_name": .string(package), "unique_id1": .string(first),
                "unique_id2": .string(second),
            ])
    }

    /// D014: one of the names that `resourceNamesWithSpaces` counts.
    public static func spacesInResourceName(_ id: String) -> Event {
        Event(
            "SpacesInResourceNameDeprecation", "D014", .warn, fields: ["unique_id": .string(id), "level": "warn"],
            text: { style in
                let text = style.warning("Found spaces in the name of `\(id)`")
                return style.wrapped(
                    style.namesDeprecations
                        ? style.deprecation(text, name: "SpacesInResourceNameDeprecation") : text)
            })
    }

    /// D015
    public static func resourceNamesWithSpaces(count: Int, hintsAtDebug: Bool) -> Event {
        plainDeprecation(
            "ResourceNamesWithSpacesDeprecation",
            "Spaces found in \(count) resource name(s). This is deprecated, and may lead to errors when using dbt."
                + (hintsAtDebug ? " Run again with `--debug` to see them all." : "")
                + " For more information: https://docs.getdbt.com/reference/global-configs/legacy-behaviors",
            fields: ["count_invalid_names": .int(count), "show_debug_hint": .bool(hintsAtDebug)])
    }

    /// One that is told without the usual head, unless deprecations are named.
    private static func plainDeprecation(
        _ name: String, _ text: String, fields: @autoclosure @escaping @Sendable () -> Fields
    ) -> Event {
        Event(
            name, EventNames.codes[name] ?? "D000", .warn, fields: fields(),
            text: { style in
                style.namesDeprecations
                    ? style.deprecation(text, name: name) : style.wrapped(style.warning(text))
            })
    }

    /// D016
    public static func packageMaterializationOverride(_ name: String, package: String) -> Event {
        plainDeprecation(
            "PackageMaterializationOverrideDeprecation",
            "Installed package '\(package)' is overriding the built-in materialization '\(name)'. Overrides of "
                + "built-in materializations from installed packages will be deprecated in future versions of dbt. "
                + "For more information: https://docs.getdbt.com/reference/global-configs/legacy-behaviors",
            fields: ["package_name": .string(package), "materialization_name": .string(name)])
    }

    /// D029
    public static func customFreshnessOutput(path: String) -> Event {
        deprecation(
            "CustomOutputPathInSourceFreshnessDeprecation",
            "Custom output path usage `--output \(path)` usage detected in `dbt source freshness` command.",
            alwaysNamed: true, fields: ["path": .string(path)])
    }

    /// D041
    public static func metaKeyWarning(_ key: String) -> Event {
        Event(
            "GetMetaKeyWarning", "D041", .warn, fields: ["meta_key": .string(key)],
            text: {
                $0.warning(
                    "The key '\(key)' was not found using config.get('\(key)'), but was detected as a custom config "
                        + "under 'meta'. Please use config.meta_get('\(key)') or config.meta_require('\(key)') instead "
                        + "of config.get('\(key)') to access the custom config value if intended.")
            })
    }
}
