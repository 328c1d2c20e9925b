internal import Diagnostics
internal import Platform
internal import Postgres

/// Creating, starting and stopping the server's processes.
extension EmbeddedServer {
    private static let temporarySockets = "/tmp/martlet-"

    /// What came of an attempt to reach the server.
    enum Reach { case reached, notThere }

    /// Opens a session as a test, and makes the project's database when it is missing.
    func reach(_ settings: ConnectionSettings) throws(Diagnostic) -> Reach {
        var maintenance = settings
        maintenance.database = "postgres"
        // libpq gives no SQLSTATE for a session that did not come about: only that one failure has one meaning.
        guard var connection = try? Connection(maintenance) else { return .notThere }
        do throws(PostgresError) {
            let found = try connection.query("select from pg_database where datname = $1", parameters: [databaseName])
            guard found.rowCount == 0 else { return .reached }
            let name = databaseName.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
            _ = try connection.query("create database \"\(name)\"")
            return .reached
        } catch {
            // 42P04 and 23505: another process was quicker.
            if error.sqlstate == "42P04" || error.sqlstate == "23505" { return .reached }
            throw refusal(error)
        }
    }

    private func refusal(_ error: PostgresError) -> Diagnostic {
        Diagnostic(
            .embeddedServerConnection, "the embedded PostgreSQL refuses the session: \(error.message)",
            family: .database,
            hint: "`martlet server stop` and another try start it anew")
    }

    /// Starts the server, unless another process has done so while this one waited for the lock.
    func startIfNeeded(_ notify: (Notice) -> Void) throws(Diagnostic) -> ConnectionSettings {
        let user = try serverUser(for: existingCluster)
        let cluster: Cluster
        if let existing = existingCluster {
            cluster = existing
        } else {
            cluster = try newCluster(for: user, notify)
            notify(.creating(directory: cluster.root))
            try create(cluster, user)
        }
        if let process = cluster.process(files) {
            if isAlive(process, of: cluster) {
                if let settings = try waitForAnswer(of: process, cluster) { return settings }
                // It runs, yet nobody can reach it: its socket was removed, or it is on its way out.
                try halt(cluster)
            } else {
                try disown(process, of: cluster)
            }
        }
        notify(.starting)
        let settings = settings(socketDirectory: try start(cluster, user))
        if case .reached = try reach(settings) { return settings }
        throw startFailure(cluster, "it does not answer")
    }

    /// Waits for a server that is still starting, as after a crash; gives up at once on one that should be ready.
    private func waitForAnswer(
        of process: ServerProcess, _ cluster: Cluster
    ) throws(Diagnostic) -> ConnectionSettings? {
        let settings = settings(socketDirectory: process.socketDirectory)
        for _ in 0..<600 {
            if case .reached = try reach(settings) { return settings }
            guard let now = cluster.process(files), !now.isReady, isAlive(now, of: cluster) else { return nil }
            SystemClock.sleep(seconds: 0.1)
        }
        return nil
    }

    /// Tells the next server that the process in `postmaster.pid` is gone, when its number belongs to somebody else or
    /// to a zombie. The rest of the file stays: it lets the server see whether sessions of the old one still run.
    private func disown(_ process: ServerProcess, of cluster: Cluster) throws(Diagnostic) {
        let path = Path.join(cluster.dataDirectory, ServerProcess.fileName)
        try Diagnostic.translating { () throws(FileError) in
            let rest = try files.readText(path).drop { $0 != "\n" }
            let owner = files.owner(of: path)
            try files.write("\(ServerProcess.impossibleID)\(rest)", to: path)
            if let owner, Host.isRoot { try files.setOwner(user: owner.user, group: owner.group, of: path) }
        }
    }

    /// Whether the process in `postmaster.pid` is this cluster's server and not somebody who got its number later.
    func isAlive(_ process: ServerProcess, of cluster: Cluster) -> Bool {
        guard let words = try? files.readText("/proc/\(process.id)/cmdline") else { return false }
        return words.split(separator: "\0").contains { $0 == cluster.dataDirectory }
    }

    /// Makes the cluster beside its place and moves it there when it is complete.
    private func create(_ cluster: Cluster, _ user: (user: UInt32, group: UInt32)?) throws(Diagnostic) {
        let binaries = try newestBinaries()
        let place = cluster.unfinishedDirectory
        try Diagnostic.translating { () throws(FileError) in try files.remove(place) }
        try createPrivateDirectory(place, for: user)
        let common = [
            "--pgdata=\(place)", "--username=\(Self.userName)", "--auth=trust", "--encoding=UTF8", "--no-instructions",
            "--data-checksums",
        ]
        // Only glibc has C.UTF-8 everywhere; plain C sorts the same way but knows the case of ASCII letters only.
        var result = try run(binaries, "initdb", common + ["--locale=C.UTF-8"], user)
        if !result.isSuccess {
            result = try run(binaries, "initdb", common + ["--no-locale"], user)
        }
        guard result.isSuccess else {
            throw Diagnostic(
                .embeddedServerCreation, "the embedded PostgreSQL could not be created in \(cluster.root)",
                family: .runtime, notes: Self.lastLines(of: result.errorText))
        }
        try Diagnostic.translating { () throws(FileError) in
            let configuration = Path.join(place, "postgresql.conf")
            try files.append(Array("\ninclude = '\(ServerConfiguration.fileName)'\n".utf8), to: configuration)
            try files.move(place, to: cluster.dataDirectory)
        }
    }

    /// Starts the server and waits until it takes sessions.
    /// - Returns: the folder of its socket.
    private func start(_ cluster: Cluster, _ user: (user: UInt32, group: UInt32)?) throws(Diagnostic) -> String {
        let binaries = try binaries(for: cluster)
        // A random name below /tmp cannot be taken by somebody else before us.
        let sockets = cluster.ownSocketDirectory ?? Self.temporarySockets + Random.hex(bytes: 8)
        try createPrivateDirectory(sockets, for: user)
        try removeOldSockets(in: sockets)
        try Diagnostic.translating { () throws(FileError) in
            let file = Path.join(cluster.dataDirectory, ServerConfiguration.fileName)
            try files.write(ServerConfiguration.text(socketDirectory: sockets), to: file)
            if !files.exists(cluster.logFile) { try files.write("", to: cluster.logFile) }
            guard let user else { return }
            try files.setOwner(user: user.user, group: user.group, of: file)
            try files.setOwner(user: user.user, group: user.group, of: cluster.logFile)
        }
        let result = try run(
            binaries, "pg_ctl",
            ["start", "--wait", "--timeout=120", "--pgdata=\(cluster.dataDirectory)", "--log=\(cluster.logFile)"], user)
        guard result.isSuccess else { throw startFailure(cluster, "it ended at once") }
        return sockets
    }

    /// What a crashed server left: the folder is this cluster's alone, and `postmaster.pid` keeps two servers apart.
    private func removeOldSockets(in directory: String) throws(Diagnostic) {
        try Diagnostic.translating { () throws(FileError) in
            for name in [".s.PGSQL.\(Cluster.port)", ".s.PGSQL.\(Cluster.port).lock"] {
                try files.remove(Path.join(directory, name))
            }
        }
    }

    /// Ends all sessions and stops the server.
    func halt(_ cluster: Cluster) throws(Diagnostic) {
        let binaries = try binaries(for: cluster)
        let sockets = cluster.process(files)?.socketDirectory
        let arguments = ["stop", "--wait", "--timeout=60", "--mode=fast", "--pgdata=\(cluster.dataDirectory)"]
        let result = try run(binaries, "pg_ctl", arguments, try serverUser(for: cluster))
        guard result.isSuccess else {
            throw Diagnostic(
                .embeddedServerStop, "the embedded PostgreSQL does not stop", family: .runtime,
                notes: Self.lastLines(of: result.errorText), hint: "its log is \(cluster.logFile)")
        }
        if let sockets, sockets.hasPrefix(Self.temporarySockets) { try? files.remove(sockets) }
    }

    private func startFailure(_ cluster: Cluster, _ reason: String) -> Diagnostic {
        let log = (try? files.readText(cluster.logFile)) ?? ""
        return Diagnostic(
            .embeddedServerStart, "the embedded PostgreSQL does not start: \(reason)", family: .runtime,
            notes: Self.lastLines(of: log), hint: "its log is \(cluster.logFile)")
    }

    private func run(
        _ binaries: ServerBinaries, _ program: String, _ arguments: [String], _ user: (user: UInt32, group: UInt32)?
    ) throws(Diagnostic) -> Subprocess.Result {
        // PGPORT, PGDATA and the like are meant for another server; the folder must be one that everybody may enter.
        let variables = ["PATH": environment["PATH"] ?? "/usr/bin:/bin", "LC_MESSAGES": "C"]
        let path = Path.join(binaries.directory, program)
        return try Diagnostic.translating { () throws(FileError) in
            try Subprocess(path, arguments, environment: variables, directory: "/", user: user).run()
        }
    }

    private static func lastLines(of text: String) -> [String] {
        text.split(separator: "\n").suffix(5).map(String.init)
    }
}

/// Finding the right programs.
extension EmbeddedServer {
    private func newestBinaries() throws(Diagnostic) -> ServerBinaries {
        if let first = ServerBinaries.all(environment, files).first { return first }
        throw Diagnostic(
            .embeddedServerMissing, "there is no profiles.yml, and no PostgreSQL server is installed to do without one",
            family: .runtime,
            hint: "install it with `apt-get install postgresql`, or name a server in profiles.yml")
    }

    /// The programs of the major version that made the cluster: no other can read it.
    private func binaries(for cluster: Cluster) throws(Diagnostic) -> ServerBinaries {
        let text = (try? files.readText(Path.join(cluster.dataDirectory, "PG_VERSION"))) ?? ""
        let installed = ServerBinaries.all(environment, files)
        guard let version = ServerBinaries.majorVersion(in: text) else { return try newestBinaries() }
        if let match = installed.first(where: { $0.version == version }) { return match }
        let others = installed.map { "\($0.version)" }.joined(separator: ", ")
        throw Diagnostic(
            .embeddedServerVersion,
            "the embedded cluster is of PostgreSQL \(version), and installed is \(others.isEmpty ? "none" : others)",
            family: .runtime, hint: "install postgresql-\(version), or remove \(cluster.root) to begin anew")
    }
}
