public import Diagnostics
public import Formats
public import Platform
internal import TemplateLibrary

/// What a template in a yml file can see: it decides the names that rendering resolves.
///
/// Source: dbt-core 1.11, contexts by phase.
public struct TemplateScope: Sendable {
    /// The environment variables of the process.
    public var environment: [String: String]
    public var variables: VarScope
    /// `target` without the password; nil in profiles.yml and packages.yml, where it does not exist yet.
    public var target: DataMapping?
    /// `project_name`: the root project's; nil where the project is not known yet.
    public var projectName: String?
    /// Variables beginning with `DBT_ENV_SECRET` may be read: in profiles.yml and packages.yml only.
    public var allowsSecrets = false
    /// A variable without value and default is an error; `deps` and `clean` are lenient.
    public var requiresVariables = true
    /// `invocation_id`
    public var invocationID = ""
    /// `run_started_at`: microseconds since 1970.
    public var runStartedAt = 0
    /// Learns which environment variables are read.
    public var environmentUse: EnvironmentUse?

    public init(environment: [String: String], variables: VarScope) {
        self.environment = environment
        self.variables = variables
    }
}

extension TemplateScope {
    /// The names of secret environment variables begin so.
    public static let secretPrefix = "DBT_ENV_SECRET"
    static let secretStart = "$$$DBT_SECRET_START$$$"

    /// What `env_var()` gives for a secret where `allowsSecrets`; the loader puts the value in when all is rendered.
    public static func secretPlaceholder(_ name: String) -> String { "\(secretStart)\(name)$$$DBT_SECRET_END$$$" }
}

/// Renders one template of a yml file to a native value.
///
/// It is called only for texts that hold a Jinja delimiter; the place is that of the text in its file.
public typealias NativeRenderer =
    @Sendable (_ template: String, _ scope: TemplateScope, _ place: (SourceText, SourceRange)?) throws(Diagnostic) ->
    DataValue
