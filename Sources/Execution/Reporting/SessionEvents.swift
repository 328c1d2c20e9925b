internal import Adapter
internal import Events
internal import Platform
internal import Synchronization

/// Turns what a session tells into events of level debug, and measures how long statements take.
final class SessionEvents: Sendable {
    private let log: EventLog
    private let startedAt = Mutex(0.0)

    init(_ log: EventLog) { self.log = log }

    func report(_ event: SessionEvent) {
        guard log.wants(.debug) else { return }
        switch event {
        case .opening(let name):
            log.fire(.newConnection(name: name))
            log.fire(.newConnectionOpening(state: "init"))
        case .retrying(_, let message, let seconds):
            log.fire(.adapter(.debug, "connection failed, next try in \(seconds) s: \(message)"))
        case .reused(let from, let name): log.fire(.connectionReused(was: from, name: name))
        case .used(let name): log.fire(.connectionUsed(name: name))
        case .query(let name, let sql):
            startedAt.withLock { $0 = SystemClock.monotonicSeconds }
            log.fire(.sqlQuery(sql, connection: name))
        case .queryStatus(let status):
            log.fire(.sqlQueryStatus(status, seconds: SystemClock.monotonicSeconds - startedAt.withLock { $0 }))
        case .queryFailed(_, let message): log.fire(.adapter(.debug, "Postgres error: \(message)"))
        case .notice(_, let severity, let message): log.fire(.adapter(.debug, "\(severity): \(message)"))
        case .commit(let name): log.fire(.sqlCommit(name))
        case .rollback(let name): log.fire(.rollback(name))
        case .closed(let name): log.fire(.connectionClosed(name))
        }
    }
}
