internal import Platform

/// The programs of one installed PostgreSQL server.
struct ServerBinaries: Sendable, Hashable {
    /// The folder with `initdb`, `pg_ctl` and `postgres`.
    var directory: String
    /// The major version, such as 15.
    var version: Int

    /// All servers installed here: the one `pg_config` names, those in the folders of Debian and of PostgreSQL's own
    /// packages, newest first, and the one in `PATH`.
    static func all(_ environment: Environment, _ files: RealFiles) -> [ServerBinaries] {
        var found: [ServerBinaries] = []
        for directory in directories(environment, files) where !found.contains(where: { $0.directory == directory }) {
            guard files.isFile(Path.join(directory, "initdb")), files.isFile(Path.join(directory, "pg_ctl")),
                let version = version(of: Path.join(directory, "postgres"), environment)
            else { continue }
            found.append(ServerBinaries(directory: directory, version: version))
        }
        return found
    }

    private static func directories(_ environment: Environment, _ files: RealFiles) -> [String] {
        var directories: [String] = []
        if let program = environment.findExecutable("pg_config"),
            let result = try? Subprocess(program, ["--bindir"]).run(), result.isSuccess
        {
            directories += result.outputText.split(separator: "\n").prefix(1).map(String.init)
        }
        for (parent, prefix) in [("/usr/lib/postgresql", ""), ("/usr", "pgsql-")] {
            let versions = ((try? files.entries(of: parent)) ?? []).compactMap { entry in
                entry.path.hasPrefix(prefix) ? Int(entry.path.dropFirst(prefix.count)) : nil
            }
            directories += versions.sorted(by: >).map { Path.join(parent, "\(prefix)\($0)", "bin") }
        }
        if let program = environment.findExecutable("pg_ctl") { directories.append(Path.directory(program)) }
        return directories
    }

    /// The major version that `postgres --version` tells: 15 of `postgres (PostgreSQL) 15.13 (Debian …)`.
    private static func version(of program: String, _ environment: Environment) -> Int? {
        guard let result = try? Subprocess(program, ["--version"]).run(), result.isSuccess else { return nil }
        return majorVersion(in: result.outputText)
    }

    static func majorVersion(in text: String) -> Int? {
        text.split { $0 == " " || $0 == "\n" }
            .first { $0.utf8.first.map { (48...57).contains($0) } ?? false }
            .flatMap { Int($0.prefix { $0.isNumber }) }
    }
}
