public import Diagnostics
public import Platform
public import Postgres

/// A PostgreSQL server of a project's own, in its `.martlet` folder, for those who have not set one up.
///
/// It listens on a Unix socket in a private folder only, trusts whoever can open that, and keeps its data as safely as
/// any server: `fsync` stays on. It is started when it is needed and runs until `stop()`. All calls may be made by
/// several processes at once; a file lock keeps them apart while the server is created, started or stopped.
public struct EmbeddedServer: Sendable {
    /// What takes a moment, or surprises, and so is worth a line to the user.
    public enum Notice: Sendable, Hashable {
        /// A new cluster is made in `directory`.
        case creating(directory: String)
        /// The cluster cannot be below the project, since the server's user may not enter that folder.
        case outsideProject(directory: String, user: String)
        case starting
    }

    /// What `martlet server status` tells.
    public enum Status: Sendable, Hashable {
        case notCreated
        case stopped(dataDirectory: String)
        case running(processID: Int, dataDirectory: String, socketDirectory: String)
    }

    /// The one role of the cluster.
    public static let userName = "martlet"

    /// The database for the project, made on demand.
    public let databaseName: String

    let project: String
    let environment: Environment
    let files = RealFiles()

    /// - Parameters:
    ///   - projectDirectory: where `dbt_project.yml` is; the cluster goes to `.martlet` in it.
    ///   - databaseName: the database to connect to; Martlet names it after the project.
    ///   - environment: where programs are looked for.
    public init(
        projectDirectory: String, databaseName: String, environment: Environment = .current()
    ) {
        project = RealFiles().realPath(projectDirectory) ?? RealFiles().absolutePath(projectDirectory)
        self.databaseName = databaseName
        self.environment = environment
    }

    /// Makes sure that the server runs and has the database, and says how to reach it.
    ///
    /// With a running server this costs one small file and one connection.
    /// - Parameter notify: called before whatever takes long.
    /// - Returns: how to reach the database.
    /// - Throws: why there can be no server, with what to do about it.
    public func ensureRunning(
        notify: (Notice) -> Void = { _ in }
    ) throws(Diagnostic) -> ConnectionSettings {
        if let cluster = existingCluster, let process = cluster.process(files), process.isReady {
            let settings = settings(socketDirectory: process.socketDirectory)
            if case .reached = try reach(settings) { return settings }
        }
        return try locked { () throws(Diagnostic) in try startIfNeeded(notify) }
    }

    /// Stops the server, if it runs, after its sessions were ended.
    /// - Returns: whether there was a server to stop.
    /// - Throws: why it does not stop.
    @discardableResult
    public func stop() throws(Diagnostic) -> Bool {
        guard let cluster = existingCluster else { return false }
        return try locked { () throws(Diagnostic) in
            guard let process = cluster.process(files), isAlive(process, of: cluster) else { return false }
            try halt(cluster)
            return true
        }
    }

    /// Whether there is a cluster, and whether its server runs.
    public func status() -> Status {
        guard let cluster = existingCluster else { return .notCreated }
        guard let process = cluster.process(files), isAlive(process, of: cluster) else {
            return .stopped(dataDirectory: cluster.dataDirectory)
        }
        return .running(
            processID: process.id, dataDirectory: cluster.dataDirectory, socketDirectory: process.socketDirectory)
    }

    /// `psql` on the project's database, ready to be started with our standard streams.
    /// - Parameter arguments: handed on, such as `-c` and a statement.
    /// - Returns: the program, not yet started.
    /// - Throws: why there is no server or no `psql`.
    public func psql(_ arguments: [String] = []) throws(Diagnostic) -> Subprocess {
        let settings = try ensureRunning()
        guard let program = environment.findExecutable("psql") ?? installedClient() else {
            throw Diagnostic(
                .embeddedServerMissing, "psql is not installed", family: .runtime,
                hint: "install it with `apt-get install postgresql-client`")
        }
        let target = ["-h", settings.host ?? "", "-U", Self.userName, "-d", databaseName]
        return Subprocess(program, target + arguments)
    }

    func settings(socketDirectory: String) -> ConnectionSettings {
        var settings = ConnectionSettings()
        settings.host = socketDirectory
        settings.port = Cluster.port
        settings.user = Self.userName
        settings.database = databaseName
        settings.connectTimeout = 10
        return settings
    }

    private func installedClient() -> String? {
        ServerBinaries.all(environment, files).map { Path.join($0.directory, "psql") }.first { files.isFile($0) }
    }
}
