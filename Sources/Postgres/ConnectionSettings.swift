internal import CLibPQ

/// Where a session goes and how it starts: the connection keys of a dbt profile, in libpq's terms.
public struct ConnectionSettings: Sendable, Hashable {
    public var host: String?
    public var port: Int?
    public var user: String?
    /// Never part of an error, a description or a log line.
    public var password: String?
    public var database: String?
    public var sslMode: String?
    public var sslCertificate: String?
    public var sslKey: String?
    public var sslRootCertificate: String?
    /// Seconds; nil or 0 waits without end.
    public var connectTimeout: Int?
    /// Seconds between keepalives; nil or 0 leaves the choice to the system.
    public var keepalivesIdle: Int?
    /// The value of `search_path`, as in `set search_path to …`.
    public var searchPath: String?
    public var applicationName: String?
    /// Set with `set role` after the connection is made; written as the user wrote it, as dbt does.
    public var role: String?
    /// How many more times to try when the server cannot be reached; dbt waits `attempt²` seconds in between.
    public var retries = 0
    /// Tenths of a second for which a server that cannot be reached is asked again and again, `retries` apart: for one
    /// that was there a moment ago, and probably restarts.
    public var patience = 0
    /// Every statement commits by itself: no `BEGIN` is sent before the first one.
    public var isAutocommit = false
    /// More libpq keywords, such as `sslcrl`, by name.
    public var extra: [String: String] = [:]

    public init() {}

    /// Reads a libpq connection string: `host=localhost dbname=shop`, or a `postgresql://` address.
    /// - Throws: what libpq says about it, without the string itself.
    public init(conninfo: String) throws(PostgresError) {
        var failure: UnsafeMutablePointer<CChar>?
        guard let options = unsafe PQconninfoParse(conninfo, &failure) else {
            unsafe PQfreemem(failure)
            throw PostgresError(message: "the connection string is not valid", severity: "FATAL")
        }
        defer { unsafe PQconninfoFree(options) }
        var values: [String: String] = [:]
        var option = unsafe options
        while let keyword = unsafe option.pointee.keyword {
            if let value = unsafe option.pointee.val {
                unsafe values[String(cString: keyword)] = String(cString: value)
            }
            unsafe option += 1
        }
        host = values.removeValue(forKey: "host")
        port = values.removeValue(forKey: "port").flatMap { Int($0) }
        user = values.removeValue(forKey: "user")
        password = values.removeValue(forKey: "password")
        database = values.removeValue(forKey: "dbname")
        applicationName = values.removeValue(forKey: "application_name")
        connectTimeout = values.removeValue(forKey: "connect_timeout").flatMap { Int($0) }
        extra = values
    }

    /// The keywords and values for `PQconnectdbParams`, in a stable order.
    var parameters: [(keyword: String, value: String)] {
        var result: [(String, String)] = extra.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        func add(_ keyword: String, _ value: String?) {
            if let value { result.append((keyword, value)) }
        }
        add("host", host)
        add("port", port.map(String.init))
        add("user", user)
        add("password", password)
        add("dbname", database)
        add("sslmode", sslMode.flatMap { $0.isEmpty ? nil : $0 })
        add("sslcert", sslCertificate)
        add("sslkey", sslKey)
        add("sslrootcert", sslRootCertificate)
        add("connect_timeout", connectTimeout.map(String.init))
        // libpq would hand 0 to setsockopt, which refuses it.
        add("keepalives_idle", keepalivesIdle.flatMap { $0 == 0 ? nil : String($0) })
        add("application_name", applicationName.flatMap { $0.isEmpty ? nil : $0 })
        if let searchPath, !searchPath.isEmpty {
            add("options", "-c search_path=" + Self.escapingSpaces(in: searchPath))
        }
        add("client_encoding", "UTF8")
        return result
    }

    private static func escapingSpaces(in text: String) -> String {
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if byte == UInt8(ascii: " ") { bytes.append(UInt8(ascii: "\\")) }
            bytes.append(byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
