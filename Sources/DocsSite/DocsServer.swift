internal import CLibEvent
public import Diagnostics
public import Platform

/// A web server for the files of one folder, on this machine only unless told otherwise.
///
/// Pages reload by themselves when the site is written anew. Everything runs on the thread that calls `run`.
public struct DocsServer: Sendable {
    public let directory: String
    public let host: String
    /// 0 takes any free port.
    public let port: UInt16
    private let files: any FileSystem

    public init(directory: String, host: String = "127.0.0.1", port: UInt16 = 8080, files: any FileSystem) {
        self.directory = directory
        self.host = host
        self.port = port
        self.files = files
    }

    /// Serves until `isStopped` says so; it is asked twice a second.
    /// - Parameters:
    ///   - isStopped: whether the server should end.
    ///   - started: called once with the port, when browsers may come.
    /// - Throws: when the address cannot be listened on.
    public func run(
        isStopped: @escaping () -> Bool = { false }, started: (UInt16) -> Void
    ) throws(Diagnostic) {
        martlet_ignore_broken_pipes()
        guard let base = unsafe event_base_new() else { throw unusable("libevent cannot start") }
        defer { unsafe event_base_free(base) }
        // It outlives the server, whose last connections still call it when they close.
        let session = unsafe DocsSession(
            pages: PageFiles(directory: directory, files: files), checksHost: Self.isLoopback(host), base: base,
            isStopped: isStopped)
        let context = unsafe Unmanaged.passRetained(session)
        defer { unsafe context.release() }
        guard let http = unsafe evhttp_new(base) else { throw unusable("libevent cannot serve") }
        defer { unsafe evhttp_free(http) }
        guard let bound = unsafe evhttp_bind_socket_with_handle(http, host, port) else {
            throw unusable(unsafe String(cString: martlet_last_error()))
        }
        unsafe evhttp_set_allowed_methods(http, UInt16(EVHTTP_REQ_GET.rawValue | EVHTTP_REQ_HEAD.rawValue))
        unsafe evhttp_set_gencb(http, DocsSession.answer, context.toOpaque())
        guard let timer = unsafe event_new(base, -1, Int16(EV_PERSIST), DocsSession.tick, context.toOpaque()) else {
            throw unusable("libevent has no timer")
        }
        defer { unsafe event_free(timer) }
        var interval = timeval(tv_sec: 0, tv_usec: 500_000)
        unsafe event_add(timer, &interval)
        started(unsafe martlet_bound_port(bound))
        unsafe event_base_dispatch(base)
        session.isClosed = true
    }

    static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host == "::1" || host.hasPrefix("127.")
    }

    private func unusable(_ reason: String) -> Diagnostic {
        Diagnostic(
            .docsServer, "cannot serve on \(host) port \(port): \(reason)", family: .runtime,
            hint: "choose another port with --port")
    }
}

extension Diagnostic.Code {
    /// The address that `docs serve` should listen on cannot be used.
    public static let docsServer = Diagnostic.Code(rawValue: "docs-server")
}
