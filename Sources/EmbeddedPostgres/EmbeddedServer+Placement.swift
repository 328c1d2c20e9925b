internal import Diagnostics
internal import Platform

/// Where the cluster is, and whose it is.
extension EmbeddedServer {
    var home: String { Path.join(project, ".martlet") }

    /// The place for a cluster whose server may not enter the project's folder.
    private var outside: String {
        "/var/lib/martlet/\(Path.name(project))-\(Hash.md5(project).prefix(12))"
    }

    /// The cluster that was made for this project.
    var existingCluster: Cluster? {
        [home, outside].lazy.map { Cluster(root: $0) }.first { files.isDirectory($0.dataDirectory) }
    }

    /// Runs `body` while no other process creates, starts or stops the server.
    func locked<Value>(_ body: () throws(Diagnostic) -> Value) throws(Diagnostic) -> Value {
        // Another user's cluster is refused in these words, not by a lock file that cannot be opened.
        _ = try serverUser(for: existingCluster)
        let lock = try lock()
        let value = try body()
        lock.unlock()
        return value
    }

    private func lock() throws(Diagnostic) -> FileLock {
        try Diagnostic.translating { () throws(FileError) in
            try files.createDirectory(home)
            // The folder is no part of the project, whatever its own .gitignore says.
            let ignore = Path.join(home, ".gitignore")
            if !files.exists(ignore) { try files.write("*\n", to: ignore) }
            return try FileLock(Path.join(home, "lock"))
        }
    }

    /// The user for the server's processes: PostgreSQL refuses to run as root, so root hands it to somebody else.
    ///
    /// - Returns: nil when the server runs as who we are.
    func serverUser(for cluster: Cluster?) throws(Diagnostic) -> (user: UInt32, group: UInt32)? {
        let owner = cluster.flatMap { files.owner(of: $0.dataDirectory) }
        guard Host.isRoot else {
            if let cluster, let owner, owner.user != Host.userID {
                throw Diagnostic(
                    .embeddedServerOwner,
                    "the embedded PostgreSQL in \(cluster.dataDirectory) belongs to another user", family: .runtime,
                    hint: "run martlet as the user who made it, or remove the folder \(home)")
            }
            return nil
        }
        if let owner, owner.user != 0 { return owner }
        if let user = Self.unprivilegedUser { return Host.user(named: user) }
        throw Diagnostic(
            .embeddedServerOwner,
            "PostgreSQL cannot run as root, and there is no user \"postgres\" or \"nobody\" to run it",
            family: .runtime, hint: "run martlet as another user than root")
    }

    static var unprivilegedUser: String? {
        ["postgres", "nobody"].first { Host.user(named: $0) != nil }
    }

    /// Chooses the place of a new cluster: below the project, unless its user cannot get there.
    func newCluster(
        for user: (user: UInt32, group: UInt32)?, _ notify: (Notice) -> Void
    ) throws(Diagnostic) -> Cluster {
        guard let user else { return Cluster(root: home) }
        try prepareRoot(home)
        if canEnter(home, user) { return Cluster(root: home) }
        try prepareRoot(outside)
        notify(.outsideProject(directory: outside, user: Self.unprivilegedUser ?? "\(user.user)"))
        return Cluster(root: outside)
    }

    /// A folder of root's that the server's user may pass, but not change.
    private func prepareRoot(_ directory: String) throws(Diagnostic) {
        try Diagnostic.translating { () throws(FileError) in
            let isNew = !files.exists(Path.directory(directory))
            try files.createDirectory(directory)
            try files.setPermissions(0o755, of: directory)
            if isNew { try files.setPermissions(0o755, of: Path.directory(directory)) }
        }
    }

    private func canEnter(_ directory: String, _ user: (user: UInt32, group: UInt32)) -> Bool {
        let check = Subprocess("test", ["-x", directory], directory: "/", user: user)
        return (try? check.run())?.isSuccess ?? false
    }

    /// Makes a folder that only the server's user may open.
    func createPrivateDirectory(
        _ directory: String, for user: (user: UInt32, group: UInt32)?
    ) throws(Diagnostic) {
        try Diagnostic.translating { () throws(FileError) in
            try files.createDirectory(directory)
            try files.setPermissions(0o700, of: directory)
            if let user { try files.setOwner(user: user.user, group: user.group, of: directory) }
        }
    }
}
