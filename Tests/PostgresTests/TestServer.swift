import Foundation
import Postgres
import Testing

/// The server that integration tests use: a libpq connection string in `MARTLET_TEST_DATABASE`.
enum TestServer {
    static let conninfo = ProcessInfo.processInfo.environment["MARTLET_TEST_DATABASE"]
    /// Without a server the tests are skipped; on CI they run all the same, and fail.
    static let isAvailable = conninfo != nil || ProcessInfo.processInfo.environment["CI"] == "true"

    static func settings() throws -> ConnectionSettings {
        try ConnectionSettings(conninfo: #require(conninfo, "MARTLET_TEST_DATABASE is not set"))
    }

    static func connect() throws -> Connection { try Connection(settings()) }
}
