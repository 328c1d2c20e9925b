/// What `martlet.yml` beside `dbt_project.yml` says: settings of what only Martlet has.
///
/// It is a file of its own because dbt refuses keys of `dbt_project.yml` that it does not know. Without the file all of
/// it is off, so that a project of dbt behaves as under dbt.
public struct ProjectExtensions: Sendable, Equatable {
    /// Where the results of tests are kept; nil when they are not.
    public var qualityLog: QualityLogSettings?
    /// Whether `partition_by` and `cluster_by` of the root project's models take effect. Models written for BigQuery
    /// carry these keys too, and dbt-postgres ignores them.
    public var partitioning = false
    public var load: LoadSettings

    /// - Parameter schema: of the target; where tables live unless the file says otherwise.
    public init(schema: String) { load = LoadSettings(schema: schema) }
}

/// The `quality_log:` of `martlet.yml`.
public struct QualityLogSettings: Sendable, Equatable {
    public var schema: String
    public var table = "data_quality_checks"
    /// Rows of runs that began longer ago are deleted.
    public var retentionDays = 90
    /// How many failing rows a row of the log keeps.
    public var sampleRows = 5

    public init(schema: String) { self.schema = schema }
}

/// The `load:` of `martlet.yml`: how `source load` works.
public struct LoadSettings: Sendable, Equatable {
    /// Where the tables live that say what was loaded.
    public var schema: String
    /// How many files are loaded at once; nil: as many as the profile has threads.
    public var parallel: Int?

    public init(schema: String) { self.schema = schema }
}
