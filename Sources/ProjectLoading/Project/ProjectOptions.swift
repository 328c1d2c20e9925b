public import Formats
public import Platform
internal import TemplateLibrary

/// What the command line and the environment say about the project to load.
public struct ProjectOptions: Sendable {
    /// The folder that holds `dbt_project.yml`; absolute.
    public var projectDirectory: String
    /// The folder that holds `profiles.yml`; absolute.
    public var profilesDirectory: String
    /// `--profile`
    public var profileName: String?
    /// `--target`
    public var targetName: String?
    /// `--threads`
    public var threads: Int?
    /// `--vars`
    public var variables: DataMapping = [:]
    /// Whether `require-dbt-version` is enforced; `--no-version-check` turns it off.
    public var checksVersion = true
    /// Whether `var()` without value and default is an error; `deps` and `clean` are lenient.
    public var requiresVariables = true
    /// `--target-path` and `--log-path`, which win over the project's keys.
    public var targetPath: String?
    public var logPath: String?
    /// What templates see as `invocation_id`, and as `run_started_at` in microseconds since 1970.
    public var invocationID = ""
    public var runStartedAt = 0
    /// Whether there is no profiles.yml anywhere, so that the project's embedded server is used.
    public var usesEmbeddedServer = false
    /// How many nodes run at once on the embedded server unless something says otherwise: the number of processors.
    public var embeddedThreads = 2
    /// Learns which environment variables the project's files read; those of profiles.yml are not told.
    public var environmentUse = EnvironmentUse()
    /// How many threads read and parse files.
    public var parseThreads = 2
    /// The version of dbt that this program stands for.
    public var dbtVersion = compatibleVersion

    public init(projectDirectory: String, profilesDirectory: String) {
        self.projectDirectory = projectDirectory
        self.profilesDirectory = profilesDirectory
    }
}
