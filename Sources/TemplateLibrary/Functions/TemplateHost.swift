public import Formats
public import Jinja

/// What the functions of dbt's context need from the outside: messages, variables, and facts about the invocation.
///
/// One host serves the renders of one thread; the default answers are those of a context without a project.
public protocol TemplateHost: AnyObject {
    /// `log(message, info)`; `isInfo` asks for the console as well as the log file.
    func log(_ message: String, isInfo: Bool)
    /// `print(message)`
    func print(_ message: String)
    /// `exceptions.warn(message)`
    /// - Throws: an error when warnings are errors.
    func warn(_ message: String) throws(TemplateError)
    /// `exceptions.warn_snapshot_timestamp_data_types`: the types of the snapshot's columns and of `updated_at`.
    func warn(snapshotType: String, updatedAtType: String) throws(TemplateError)

    /// Whether `var` knows a name.
    func hasVariable(_ name: String) -> Bool
    /// The raw value of a variable; strings are rendered when they are read.
    func variable(_ name: String) -> DataValue?
    /// What `var` does about a name it does not know: an error, or a value.
    func missingVariable(_ name: String) throws(TemplateError) -> Value

    /// An environment variable; called once for each use, so that uses can be recorded. With `usesDefault` the template
    /// brings a value of its own when the variable is missing.
    func environmentVariable(_ name: String, usesDefault: Bool) -> String?
    /// Whether secrets may be read here; where not, asking for one is dbt's error.
    var allowsSecrets: Bool { get }
    /// The value of a secret; nil when it is not set.
    func secret(_ name: String) -> Value?

    /// A deprecated feature is used; `name` is dbt's: `modules-itertools-usage-deprecation`.
    func deprecate(_ name: String)

    var invocationID: String { get }
    /// Microseconds since 1970 in UTC.
    var runStartedAt: Int { get }
    var threadName: String { get }
}

extension TemplateHost {
    public func warn(snapshotType: String, updatedAtType: String) throws(TemplateError) {
        try warn(
            "Data type of snapshot table timestamp columns (\(snapshotType)) doesn't match derived column 'updated_at' "
                + "(\(updatedAtType)). Please update snapshot config 'updated_at'.")
    }

    public func deprecate(_ name: String) {}
    public func hasVariable(_ name: String) -> Bool { variable(name) != nil }
    public var allowsSecrets: Bool { false }
    public func secret(_ name: String) -> Value? { nil }
}

/// The version of dbt whose behaviour this is: what `dbt_version` says.
public let compatibleVersion = "1.11.16"
