internal import Platform

/// The folders of one cluster: its data, its socket and its log.
struct Cluster: Sendable, Hashable {
    /// Names the socket; no port is opened.
    static let port = 5432
    /// The longest path of a socket that Linux takes, without the zero at its end.
    static let longestSocketPath = 107

    let root: String

    var dataDirectory: String { Path.join(root, "data") }
    var logFile: String { Path.join(root, "server.log") }
    /// Where a cluster is made before it is moved to `dataDirectory` in one step.
    var unfinishedDirectory: String { Path.join(root, "data.new") }

    /// The socket's folder when it can be below the root: its path is short, and needs no quotes in the configuration.
    var ownSocketDirectory: String? {
        let directory = Path.join(root, "run")
        let isPlain = directory.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "-"):
                true
            default: false
            }
        }
        let socket = "\(directory)/.s.PGSQL.\(Self.port).lock"
        return isPlain && socket.utf8.count <= Self.longestSocketPath ? directory : nil
    }

    /// What the server's own `postmaster.pid` says; nil without one.
    func process(_ files: RealFiles) -> ServerProcess? {
        guard let text = try? files.readText(Path.join(dataDirectory, ServerProcess.fileName)) else { return nil }
        return ServerProcess(text)
    }
}

/// A server as its file `postmaster.pid` describes it.
///
/// Source: PostgreSQL, src/include/utils/pidfile.h (the lines of the file).
struct ServerProcess: Sendable, Hashable {
    static let fileName = "postmaster.pid"
    /// No process has this number: Linux gives none above 2^22.
    static let impossibleID = 4_194_305

    let id: Int
    let socketDirectory: String
    /// The server takes sessions.
    let isReady: Bool

    init?(_ text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count >= 5, let id = Int(lines[0]) else { return nil }
        self.id = id
        socketDirectory = String(lines[4])
        isReady = lines.count >= 8 && lines[7].hasPrefix("ready")
    }
}
