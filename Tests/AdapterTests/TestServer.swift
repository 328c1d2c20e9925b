import Adapter
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

    static func session(_ log: @escaping (SessionEvent) -> Void = { _ in }) throws -> AdapterSession {
        AdapterSession(try settings(), name: "test", log: log)
    }
}

/// What another program answered, kept in `Recorded/`.
enum Recorded {
    static func cases(_ name: String) throws -> [[String: Any]] {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Recorded/\(name).json")
        let document = try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any]
        return try #require(document?["cases"] as? [[String: Any]])
    }

    /// A list of texts in which null stands for NULL.
    static func texts(_ value: Any?) throws -> [String?] {
        try #require(value as? [Any]).map { $0 as? String }
    }
}
