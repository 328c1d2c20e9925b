internal import Formats

/// Warnings about a project.
extension Event {
    /// A warning whose text is `message` behind the warning tag.
    private static func tagged(
        _ name: String, _ code: String, _ message: String, _ fields: @autoclosure @escaping @Sendable () -> Fields
    ) -> Event {
        Event(name, code, .warn, fields: fields(), text: { $0.warning(message) })
    }

    /// I051
    public static func unusedConfigPaths(_ paths: [String]) -> Event {
        tagged(
            "UnusedResourceConfigPath", "I051",
            "Configuration paths exist in your dbt_project.yml file which do not apply to any resources.\n"
                + "There are \(paths.count) unused configuration paths:\n"
                + paths.map { "- \($0)" }.joined(separator: "\n"),
            ["unused_config_paths": .strings(paths)])
    }

    /// I056
    public static func unusedTables(_ tables: [String]) -> Event {
        tagged(
            "UnusedTables", "I056",
            "During parsing, dbt encountered source overrides that had no target:\n"
                + tables.map { "\($0)\n" }.joined(),
            ["unused_tables": .strings(tables)])
    }

    /// I057. - Parameter rightKey: the section in which the entry belongs.
    public static func wrongSection(
        patch: String, resourceType: String, file: String, yamlKey: String, rightKey: String
    ) -> Event {
        Event(
            "WrongResourceSchemaFile", "I057", .warn,
            fields: [
                "file_path": .string(file), "patch_name": .string(patch),
                "plural_resource_type": .string(rightKey), "resource_type": .string(resourceType),
                "yaml_key": .string(yamlKey),
            ],
            text: { style in
                style.warning(
                    style.wrapped(
                        "'\(patch)' is a \(resourceType) node, but it is specified in the \(yamlKey) section of \(file)."
                            + " To fix this error, place the `\(patch)` specification under the \(rightKey) key "
                            + "instead."))
            })
    }

    /// I058
    public static func noNodeForPatch(_ patch: String, yamlKey: String, file: String) -> Event {
        tagged(
            "NoNodeForYamlKey", "I058",
            "Did not find matching node for patch with name '\(patch)' in the '\(yamlKey)' section of file '\(file)'",
            ["file_path": .string(file), "patch_name": .string(patch), "yaml_key": .string(yamlKey)])
    }

    /// I059
    public static func macroNotFoundForPatch(_ patch: String) -> Event {
        tagged(
            "MacroNotFoundForPatch", "I059", "Found patch for macro \"\(patch)\" which was not found",
            ["patch_name": .string(patch)])
    }

    /// What I050 and I060 say of a reference that leads nowhere.
    public struct BrokenReference: Sendable {
        /// `Test`, `Model`: with a capital letter.
        public var resourceTypeTitle: String
        public var uniqueID: String
        public var path: String
        /// `node` or `source`.
        public var targetKind: String
        public var targetName: String
        /// Empty when the reference names none.
        public var targetPackage: String
        /// Nil when it is not known whether the target exists.
        public var isDisabled: Bool?

        public init(
            resourceTypeTitle: String, uniqueID: String, path: String, targetKind: String, targetName: String,
            targetPackage: String, isDisabled: Bool?
        ) {
            self.resourceTypeTitle = resourceTypeTitle
            self.uniqueID = uniqueID
            self.path = path
            self.targetKind = targetKind
            self.targetName = targetName
            self.targetPackage = targetPackage
            self.isDisabled = isDisabled
        }

        fileprivate var sentence: String {
            let package = targetPackage.isEmpty ? "" : "in package '\(targetPackage)' "
            return "\(resourceTypeTitle) '\(uniqueID)' (\(path)) depends on a \(targetKind) named '\(targetName)' "
                + "\(package)which"
        }

        fileprivate var fields: Fields {
            [
                "original_file_path": .string(path), "resource_type_title": .string(resourceTypeTitle),
                "target_kind": .string(targetKind), "target_name": .string(targetName),
                "target_package": .string(targetPackage), "unique_id": .string(uniqueID),
            ]
        }
    }

    /// I060
    public static func nodeNotFoundOrDisabled(_ reference: BrokenReference) -> Event {
        let reason =
            switch reference.isDisabled {
            case true?: "is disabled"
            case false?: "was not found"
            case nil: "was not found or is disabled"
            }
        return tagged("NodeNotFoundOrDisabled", "I060", "\(reference.sentence) \(reason)", reference.fields)
    }

    /// I050
    public static func disabledTargetInTest(_ reference: BrokenReference) -> Event {
        Event(
            "InvalidDisabledTargetInTestNode", "I050", .debug, fields: reference.fields,
            text: { $0.warning("\(reference.sentence) is disabled") })
    }

    /// I009
    public static func invalidField(_ field: String, resourceType: String, node: String) -> Event {
        tagged(
            "ValidationWarning", "I009", "Field \(field) is not valid for \(resourceType) (\(node))",
            ["field_name": .string(field), "node_name": .string(node), "resource_type": .string(resourceType)])
    }

    /// I065. - Parameter version: empty for a model without versions.
    public static func deprecatedModel(_ name: String, version: String, date: String) -> Event {
        let full = version.isEmpty ? name : "\(name).v\(version)"
        return Event(
            "DeprecatedModel", "I065", .warn,
            fields: [
                "deprecation_date": .string(date), "model_name": .string(name), "model_version": .string(version),
            ],
            text: { style in
                let message =
                    "Model \(full) has passed its deprecation date of \(date). "
                    + "This model should be disabled or removed."
                return style.namesDeprecations
                    ? style.deprecation(message, name: "DeprecatedModel") : style.warning(message)
            })
    }

    /// The reference of a model to one that goes away: I066 before its date, I067 after it.
    public struct DeprecatedReference: Sendable {
        public var modelName: String
        public var package: String
        public var name: String
        /// Empty when the model has no versions.
        public var version: String
        public var latestVersion: String
        public var date: String

        public init(
            modelName: String, package: String, name: String, version: String, latestVersion: String, date: String
        ) {
            self.modelName = modelName
            self.package = package
            self.name = name
            self.version = version
            self.latestVersion = latestVersion
            self.date = date
        }
    }

    public static func deprecatedReference(_ reference: DeprecatedReference, hasPassed: Bool) -> Event {
        let version = reference.version.isEmpty ? "" : ".v\(reference.version)"
        var message =
            "While compiling '\(reference.modelName)': Found a reference to \(reference.name)\(version), which "
            + (hasPassed ? "was deprecated on" : "is slated for deprecation on") + " '\(reference.date)'. "
        if !reference.version.isEmpty, reference.version != reference.latestVersion {
            message +=
                "A new version of '\(reference.name)' is available. " + (hasPassed ? "Migrate now" : "Try it out")
                + ": {{ ref('\(reference.package)', '\(reference.name)', v='\(reference.latestVersion)') }}."
        }
        return tagged(
            hasPassed ? "DeprecatedReference" : "UpcomingReferenceDeprecation", hasPassed ? "I067" : "I066", message,
            [
                "model_name": .string(reference.modelName), "ref_model_deprecation_date": .string(reference.date),
                "ref_model_latest_version": .string(reference.latestVersion),
                "ref_model_name": .string(reference.name), "ref_model_package": .string(reference.package),
                "ref_model_version": .string(reference.version),
            ])
    }

    /// I064
    public static func unpinnedReference(
        from node: NodeInfo, to name: String, package: String, version: String, newest: String
    ) -> Event {
        Event(
            "UnpinnedRefNewVersionAvailable", "I064", .info, node: node,
            fields: [
                "ref_max_version": .string(newest), "ref_node_name": .string(name),
                "ref_node_package": .string(package), "ref_node_version": .string(version),
            ],
            text: { _ in
                """
                While compiling '\(node.name)':
                Found an unpinned reference to versioned model '\(name)' in project '\(package)'.
                Resolving to latest version: \(name).v\(version)
                A prerelease version \(newest) is available. It has not yet been marked 'latest' by its maintainer.
                When that happens, this reference will resolve to \(name).v\(newest) instead.

                  Try out v\(newest): {{ ref('\(package)', '\(name)', v='\(newest)') }}
                  Pin to  v\(version): {{ ref('\(package)', '\(name)', v='\(version)') }}

                """
            })
    }

    /// I068
    public static func constraintsWithoutEffect(materialized: String) -> Event {
        Event(
            "UnsupportedConstraintMaterialization", "I068", .warn, fields: ["materialized": .string(materialized)],
            text: { style in
                style.wrapped(
                    style.warning(
                        "Constraint types are not supported for \(materialized) materializations and will be ignored. "
                            + " Set 'warn_unsupported: false' on this constraint to ignore this warning."))
            })
    }

    /// I071
    public static func unversionedBreakingChange(model: String, path: String, changes: [String]) -> Event {
        tagged(
            "UnversionedBreakingChange", "I071",
            "Breaking change to contracted, unversioned model \(model) (\(path))\n"
                + "While comparing to previous project state, dbt detected a breaking change to an unversioned model."
                + "\n  - \(changes.joined(separator: "\n  - "))\n",
            [
                "breaking_changes": .strings(changes), "model_file_path": .string(path), "model_name": .string(model),
            ])
    }

    /// I072
    public static func stateIsTarget(path: String) -> Event {
        Event(
            "WarnStateTargetEqual", "I072", .warn, fields: ["state_path": .string(path)],
            text: {
                $0.yellow(
                    "Warning: The state and target directories are the same: '\(path)'. This could lead to missing "
                        + "changes due to overwritten state including non-idempotent retries.")
            })
    }

    /// I073
    public static func freshnessConfigProblem(_ message: String) -> Event {
        Event("FreshnessConfigProblem", "I073", .warn, fields: ["msg": .string(message)], text: { _ in message })
    }

    /// I068
    public static func constraintsUnsupported(materialized: String) -> Event {
        Event(
            "UnsupportedConstraintMaterialization", "I068", .warn, fields: ["materialized": .string(materialized)],
            text: { style in
                style.wrapped(
                    style.warning(
                        "Constraint types are not supported for \(materialized) materializations and will be ignored.  "
                            + "Set 'warn_unsupported: false' on this constraint to ignore this warning."))
            })
    }

    /// I075
    public static func concurrentBatchesUnsupported(models: Int) -> Event {
        Event(
            "InvalidConcurrentBatchesConfig", "I075", .warn,
            fields: ["adapter_type": "postgres", "num_models": .int(models)],
            text: { style in
                style.wrapped(
                    style.warning(
                        "Found \(counted(models, "microbatch model")) with the `concurrent_batches` config set to true, "
                            + "but the postgres adapter does not support running batches concurrently. "
                            + "Batches will be run sequentially."))
            })
    }

    /// I074
    public static func microbatchWithoutEventTime(model: String) -> Event {
        tagged(
            "MicrobatchModelNoEventTimeInputs", "I074",
            "The microbatch model '\(model)' has no 'ref' or 'source' input with an 'event_time' configuration. \n"
                + "This means no filtering can be applied and can result in unexpected duplicate records in the "
                + "resulting microbatch model.",
            ["model_name": .string(model)])
    }

    /// I076
    public static func invalidMacroAnnotation(_ message: String) -> Event {
        Event("InvalidMacroAnnotation", "I076", .warn, fields: ["msg": .string(message)], text: { _ in message })
    }

    /// I052 to I055: a seed is too big for its content to be compared.
    public static func bigSeed(_ change: BigSeedChange, package: String, name: String) -> Event {
        let head = "Found a seed (\(package).\(name)) >1MB in size"
        let (event, code, text): (String, String, String) =
            switch change {
            case .increased:
                ("SeedIncreased", "I052", "\(head). The previous file was <=1MB, so it has changed")
            case .samePath:
                (
                    "SeedExceedsLimitSamePath", "I053",
                    "\(head) at the same path, dbt cannot tell if it has changed: assuming they are the same"
                )
            case .pathChanged:
                (
                    "SeedExceedsLimitAndPathChanged", "I054",
                    "\(head). The previous file was in a different location, assuming it has changed"
                )
            case .checksumChanged(let kind):
                (
                    "SeedExceedsLimitChecksumChanged", "I055",
                    "\(head). The previous file had a checksum type of \(kind), so it has changed"
                )
            }
        return Event(
            event, code, .warn, fields: ["name": .string(name), "package_name": .string(package)], text: { _ in text })
    }

    /// How a seed of more than 1 MB compares with what it was.
    public enum BigSeedChange: Sendable { case increased, samePath, pathChanged, checksumChanged(kind: String) }
}

extension Event {
    /// I070: a rule of the semantic layer does not hold.
    public static func semanticValidationFailure(_ message: String, isError: Bool) -> Event {
        Event(
            "SemanticValidationFailure", "I070", isError ? .error : .warn, fields: ["msg": .string(message)],
            text: { _ in message })
    }
}
