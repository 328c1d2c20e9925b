internal import Diagnostics
internal import Platform

extension Diagnostic.Code {
    /// The programs of a PostgreSQL server were not found.
    static let embeddedServerMissing = Diagnostic.Code(rawValue: "embedded-server-missing")
    /// `initdb` could not make the cluster.
    static let embeddedServerCreation = Diagnostic.Code(rawValue: "embedded-server-creation")
    /// The server did not start; its log has the reason.
    static let embeddedServerStart = Diagnostic.Code(rawValue: "embedded-server-start")
    /// The server did not stop.
    static let embeddedServerStop = Diagnostic.Code(rawValue: "embedded-server-stop")
    /// The cluster was made by another major version than those that are installed.
    static let embeddedServerVersion = Diagnostic.Code(rawValue: "embedded-server-version")
    /// The cluster belongs to another user of this machine.
    static let embeddedServerOwner = Diagnostic.Code(rawValue: "embedded-server-owner")
    /// The server runs but refuses our session.
    static let embeddedServerConnection = Diagnostic.Code(rawValue: "embedded-server-connection")
}

extension Diagnostic {
    /// Runs an operation on files and translates its error.
    static func translating<Value: ~Copyable>(
        _ operation: () throws(FileError) -> Value
    ) throws(Diagnostic) -> Value {
        do throws(FileError) {
            return try operation()
        } catch {
            throw error.diagnostic()
        }
    }
}
