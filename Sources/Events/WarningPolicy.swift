public import Diagnostics
public import Formats
internal import OrderedCollections

/// Which warnings are errors and which are not told: `--warn-error` and `--warn-error-options`.
///
/// Source: the behaviour of dbt-common's `WarnErrorOptionsV2`: an event's name beats the group `Deprecations`, which
/// beats `all`; at the same rank silence beats warn, which beats error.
public struct WarningPolicy: Sendable, Hashable {
    public enum Outcome: Sendable { case warn, error, silence }

    /// `--warn-error`: every warning is an error, whatever else is said.
    public var isEverythingAnError = false
    /// `error: all`: every warning is an error that is not named elsewhere.
    public var treatsAllAsErrors = false
    public var errors: Set<String> = []
    public var warnings: Set<String> = []
    public var silenced: Set<String> = []
    /// Every event of level warn is subject to the policy, not only those that go through `EventLog.warn`: dbt's flag
    /// `require_all_warnings_handled_by_warn_error`. See `EventLog.refusal`.
    public var appliesToAllWarnings = false

    public init() {}

    public init(isEverythingAnError: Bool) { self.isEverythingAnError = isEverythingAnError }

    private static let deprecations = "Deprecations"

    public func outcome(of event: Event) -> Outcome {
        outcome(name: event.name, isDeprecation: event.isDeprecation)
    }

    /// A warning that dbt does not have becomes an error only when it is named: a project that passes
    /// `--warn-error` with dbt passes it here.
    private func outcome(ofOwn name: String) -> Outcome {
        for name in [name, EventNames.anyOwn] {
            if silenced.contains(name) { return .silence }
            if warnings.contains(name) { return .warn }
            if errors.contains(name) { return .error }
        }
        return .warn
    }

    public func outcome(name: String, isDeprecation: Bool) -> Outcome {
        guard !EventNames.own.contains(name) else { return outcome(ofOwn: name) }
        if isEverythingAnError { return .error }
        let names = isDeprecation ? [name, Self.deprecations] : [name]
        for name in names {
            if silenced.contains(name) { return .silence }
            if warnings.contains(name) { return .warn }
            if errors.contains(name) { return .error }
        }
        return treatsAllAsErrors ? .error : .warn
    }

    /// What the options ask for in words that are deprecated.
    public struct OldKeys: Sendable, Hashable {
        public var include = false
        public var exclude = false
        public var areUsed: Bool { include || exclude }
    }

    /// Reads the value of `--warn-error-options` or of `warn_error_options` in `flags:`.
    /// - Throws: when a key or a name is unknown, or `warn` has nothing to exempt from.
    public static func parse(_ options: DataValue) throws(Diagnostic) -> (policy: WarningPolicy, oldKeys: OldKeys) {
        var policy = WarningPolicy()
        var old = OldKeys()
        if options.isNull { return (policy, old) }
        guard let entries = options.mapping else { throw refusal("warn_error_options must be a mapping") }
        for (key, value) in entries {
            switch key {
            case "error", "include":
                old.include = old.include || key == "include"
                if value.string == "all" || value.string == "*" {
                    policy.treatsAllAsErrors = true
                } else {
                    policy.errors = try names(value, key)
                }
            case "warn", "exclude":
                old.exclude = old.exclude || key == "exclude"
                policy.warnings = try names(value, key)
            case "silence": policy.silenced = try names(value, key)
            default: throw refusal("'\(key)' is not a key of warn_error_options", hint: "use error, warn or silence")
            }
        }
        let hasGroup = policy.errors.contains(deprecations) || policy.silenced.contains(deprecations)
        if !policy.warnings.isEmpty, !policy.treatsAllAsErrors, !hasGroup {
            throw refusal(
                "`warn` can only be specified if `error` is one of ('all', '*') or Deprecations is in `error` or silence."
            )
        }
        return (policy, old)
    }

    private static func names(_ value: DataValue, _ key: String) throws(Diagnostic) -> Set<String> {
        if value.isNull { return [] }
        guard let items = value.list else {
            throw refusal(
                key == "error" || key == "include"
                    ? "error must be one of ('all', '*') or a list of strings" : "\(key) must be a list of strings")
        }
        var names: Set<String> = []
        for item in items {
            guard let name = item.string,
                name == deprecations || EventNames.codes[name] != nil || EventNames.own.contains(name)
            else {
                throw refusal("\(item.string ?? JSON.text(item)) is not a valid dbt error name.")
            }
            names.insert(name)
        }
        return names
    }

    private static func refusal(_ message: String, hint: String? = nil) -> Diagnostic {
        Diagnostic(.invalidWarnErrorOptions, message, family: .usage, hint: hint)
    }
}

extension Diagnostic.Code {
    /// `--warn-error-options` names what does not exist, or contradicts itself.
    public static let invalidWarnErrorOptions = Diagnostic.Code(rawValue: "usage-warn-error-options")
}
