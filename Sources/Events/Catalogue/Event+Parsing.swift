internal import Formats

/// Warnings about a project.
extension Event {
    /// A warning whose text is `message` behind the warning tag.
    private static func tagged(
        _ name: String, _ code: String, _ message: String, _ fields: @autoclosure @escaping @Sendable () -> Fields
    ) -> Event {
        Event(name, code, .warn, fields: fields(), text: { $0.warning(message) })
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
}

extension Event {
    /// I070: a rule of the semantic layer does not hold.
    public static func semanticValidationFailure(_ message: String, isError: Bool) -> Event {
        Event(
            "SemanticValidationFailure", "I070", isError ? .error : .warn, fields: ["msg": .string(message)],
            text: { _ in message })
    }
}
