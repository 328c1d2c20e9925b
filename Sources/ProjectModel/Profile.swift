public import Formats

/// The connection that a command uses: one output of one profile.
///
/// Source: dbt-core 1.11, profiles.yml (postgres).
public struct Profile: Sendable, Hashable {
    public var name: String
    public var targetName: String
    public var credentials: Credentials
    public var threads: Int
    /// Whether nothing names the target, so that it is the one called `default`.
    public var assumesTarget = false
    /// Whether the database is the project's embedded one; the server says how to reach it.
    public var isEmbedded = false

    public init(name: String, targetName: String, credentials: Credentials, threads: Int) {
        self.name = name
        self.targetName = targetName
        self.credentials = credentials
        self.threads = threads
    }
}

extension Profile {
    /// The profile of a project that uses its embedded server: the database is named after the project.
    public static func embedded(
        project: String, name: String, target: String, schema: String?, threads: Int
    ) -> Profile {
        var profile = Profile(
            name: name, targetName: target,
            credentials: Credentials(
                host: "embedded", port: 5432, user: "martlet", password: "", database: project,
                schema: schema ?? "analytics"), threads: threads)
        profile.isEmbedded = true
        return profile
    }
}

/// How to reach a PostgreSQL database and as whom.
public struct Credentials: Sendable, Hashable {
    public var host: String
    public var port: Int
    public var user: String
    /// Never shown: it reaches libpq only.
    public var password: String
    public var database: String
    public var schema: String
    /// Seconds.
    public var connectTimeout = 10
    public var role: String?
    public var searchPath: String?
    /// Seconds; 0 leaves it to libpq.
    public var keepalivesIdle = 0
    public var sslMode: String?
    public var sslCertificate: String?
    public var sslKey: String?
    public var sslRootCertificate: String?
    public var applicationName = "dbt"
    public var autocommit = false
    /// How often a failed connection is tried again.
    public var retries = 1

    public init(host: String, port: Int, user: String, password: String, database: String, schema: String) {
        self.host = host
        self.port = port
        self.user = user
        self.password = password
        self.database = database
        self.schema = schema
    }
}

extension Profile {
    /// What templates see as `target`: everything but the password, in dbt's order.
    public var target: DataMapping {
        func text(_ value: String?) -> DataValue { value.map { .string($0) } ?? .null }
        return [
            "host": .string(credentials.host), "port": .int(credentials.port), "user": .string(credentials.user),
            "database": .string(credentials.database), "schema": .string(credentials.schema),
            "connect_timeout": .int(credentials.connectTimeout), "role": text(credentials.role),
            "search_path": text(credentials.searchPath), "keepalives_idle": .int(credentials.keepalivesIdle),
            "sslmode": text(credentials.sslMode), "sslcert": text(credentials.sslCertificate),
            "sslkey": text(credentials.sslKey), "sslrootcert": text(credentials.sslRootCertificate),
            "application_name": .string(credentials.applicationName), "autocommit": .bool(credentials.autocommit),
            "retries": .int(credentials.retries), "dbname": .string(credentials.database), "type": "postgres",
            "threads": .int(threads), "name": .string(targetName), "target_name": .string(targetName),
            "profile_name": .string(name),
        ]
    }
}
