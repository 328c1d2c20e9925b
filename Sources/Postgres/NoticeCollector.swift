internal import CLibPQ

/// Keeps the notices that the server sends during a query until someone takes them.
///
/// libpq calls back on the thread that uses the connection, so no lock is needed.
final class NoticeCollector {
    var notices: [PostgresError] = []

    /// Makes `connection` report to this collector, which must outlive it.
    func attach(to connection: OpaquePointer) {
        let receiver: @convention(c) (UnsafeMutableRawPointer?, OpaquePointer?) -> Void = { raw, result in
            guard let raw = unsafe raw else { return }
            let collector = unsafe Unmanaged<NoticeCollector>.fromOpaque(raw).takeUnretainedValue()
            unsafe collector.notices.append(PostgresError(result))
        }
        unsafe PQsetNoticeReceiver(connection, receiver, Unmanaged.passUnretained(self).toOpaque())
    }
}
