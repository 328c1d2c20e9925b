internal import CLibEvent

/// The running server: answers requests, and tells the pages that hold an event stream when the site has changed.
///
/// libevent calls it on one thread, through C functions that get it as their context.
@safe
final class DocsSession {
    private let pages: PageFiles
    private let checksHost: Bool
    private let base: OpaquePointer
    private let isStopped: () -> Bool
    /// Requests whose answer stays open for events.
    private var streams: [OpaquePointer] = unsafe []
    private var version: Int?
    /// The server is being taken down: connections close because of us.
    var isClosed = false

    init(pages: PageFiles, checksHost: Bool, base: OpaquePointer, isStopped: @escaping () -> Bool) {
        self.pages = pages
        self.checksHost = checksHost
        unsafe self.base = unsafe base
        self.isStopped = isStopped
        version = pages.version
    }

    static let answer: @convention(c) (OpaquePointer?, UnsafeMutableRawPointer?) -> Void = { request, context in
        guard let request = unsafe request, let context = unsafe context else { return }
        unsafe Unmanaged<DocsSession>.fromOpaque(context).takeUnretainedValue().answer(request)
    }

    static let tick: @convention(c) (Int32, Int16, UnsafeMutableRawPointer?) -> Void = { _, _, context in
        guard let context = unsafe context else { return }
        unsafe Unmanaged<DocsSession>.fromOpaque(context).takeUnretainedValue().tick()
    }

    static let closed: @convention(c) (OpaquePointer?, UnsafeMutableRawPointer?) -> Void = { connection, context in
        guard let context = unsafe context else { return }
        unsafe Unmanaged<DocsSession>.fromOpaque(context).takeUnretainedValue().forget(connection)
    }

    private func answer(_ request: OpaquePointer) {
        let target = unsafe evhttp_request_get_uri(request).map { unsafe String(cString: $0) } ?? "/"
        let path = String(target.prefix { $0 != "?" && $0 != "#" })
        guard unsafe isAddressedToUs(request) else { return unsafe send(request, 403, .text("Forbidden")) }
        if path == PageFiles.eventsPath { return unsafe openStream(request) }
        guard let page = pages.page(at: path) else { return unsafe send(request, 404, .text("Not found")) }
        unsafe send(request, 200, page)
    }

    /// A page of a stranger, whose name was made to lead to this machine, is refused.
    private func isAddressedToUs(_ request: OpaquePointer) -> Bool {
        guard checksHost else { return true }
        guard let name = unsafe evhttp_request_get_host(request) else { return true }
        let host = unsafe String(cString: name)
        return DocsServer.isLoopback(host) || host == "[::1]"
    }

    private func send(_ request: OpaquePointer, _ status: Int32, _ page: PageFiles.Page) {
        guard let buffer = unsafe evbuffer_new() else { return }
        defer { unsafe evbuffer_free(buffer) }
        let headers = unsafe evhttp_request_get_output_headers(request)
        unsafe evhttp_add_header(headers, "Content-Type", page.type)
        unsafe evhttp_add_header(headers, "Cache-Control", "no-store")
        unsafe evhttp_add_header(headers, "X-Content-Type-Options", "nosniff")
        if unsafe evhttp_request_get_command(request) != EVHTTP_REQ_HEAD {
            _ = unsafe page.bytes.withUnsafeBytes { unsafe evbuffer_add(buffer, $0.baseAddress, $0.count) }
        }
        unsafe evhttp_send_reply(request, status, nil, buffer)
    }

    private func openStream(_ request: OpaquePointer) {
        let headers = unsafe evhttp_request_get_output_headers(request)
        unsafe evhttp_add_header(headers, "Content-Type", "text/event-stream")
        unsafe evhttp_add_header(headers, "Cache-Control", "no-store")
        unsafe evhttp_send_reply_start(request, 200, "OK")
        let connection = unsafe evhttp_request_get_connection(request)
        unsafe evhttp_connection_set_closecb(connection, Self.closed, Unmanaged.passUnretained(self).toOpaque())
        unsafe streams.append(request)
        unsafe write(": hello\n\n", to: request)
    }

    private func tick() {
        if isStopped() {
            unsafe event_base_loopbreak(base)
            return
        }
        let current = pages.version
        guard current != version else { return }
        version = current
        // While the site is being written there is no page; the next change will be the new one.
        guard current != nil else { return }
        unsafe streams.forEach { unsafe write("data: reload\n\n", to: $0) }
    }

    private func write(_ text: String, to request: OpaquePointer) {
        guard let buffer = unsafe evbuffer_new() else { return }
        defer { unsafe evbuffer_free(buffer) }
        let bytes = Array(text.utf8)
        _ = unsafe bytes.withUnsafeBytes { unsafe evbuffer_add(buffer, $0.baseAddress, $0.count) }
        unsafe evhttp_send_reply_chunk(request, buffer)
    }

    private func forget(_ connection: OpaquePointer?) {
        guard !isClosed else { return }
        unsafe streams.removeAll { unsafe evhttp_request_get_connection($0) == connection }
    }
}
