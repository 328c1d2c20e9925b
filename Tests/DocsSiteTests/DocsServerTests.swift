import Diagnostics
import DocsSite
import Foundation
import Glibc
import Platform
import Testing

/// A server on a free port over files in memory, on a thread of its own until the value goes away.
private final class RunningServer: @unchecked Sendable {
    let files = MemoryFiles([
        "target/index.html": "<html><body>hello</body></html>", "target/site/app.js": "1", "target/a b.txt": "spaced",
        "secret.txt": "secret",
    ])
    private let lock = NSCondition()
    private var isStopped = false
    private var foundPort: UInt16?

    init() {
        let thread = Thread { [self] in
            try? DocsServer(directory: "target", port: 0, files: files).run(
                isStopped: { self.lock.withLock { self.isStopped } },
                started: { port in
                    self.lock.withLock {
                        self.foundPort = port
                        self.lock.signal()
                    }
                })
        }
        thread.start()
    }

    func stop() { lock.withLock { isStopped = true } }

    var port: UInt16 {
        lock.withLock {
            while foundPort == nil { lock.wait() }
            return foundPort ?? 0
        }
    }

    /// What the server says until `end` occurs, it closes the connection, or five seconds are over.
    func answer(to request: String, until end: String? = nil, after: () -> Void = {}) -> String {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = unsafe inet_addr("127.0.0.1")
        var wait = timeval(tv_sec: 5, tv_usec: 0)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &wait, socklen_t(MemoryLayout<timeval>.size))
        let connected = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                unsafe connect(descriptor, pointer, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { return "" }
        _ = unsafe send(descriptor, request, request.utf8.count, 0)
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        var isFirst = true
        while true {
            let count = unsafe recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            bytes += buffer.prefix(count)
            if isFirst { after() }
            isFirst = false
            if let end, String(decoding: bytes, as: UTF8.self).contains(end) { break }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    func get(_ path: String, method: String = "GET", host: String = "127.0.0.1") -> String {
        answer(to: "\(method) \(path) HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n\r\n")
    }
}

@Suite struct DocsServerTests {
    @Test func servesTheFilesOfItsFolderAndNothingElse() {
        let server = RunningServer()
        defer { server.stop() }
        let page = server.get("/")
        #expect(page.hasPrefix("HTTP/1.1 200"))
        #expect(page.contains("hello"))
        #expect(page.contains("EventSource"))
        #expect(page.contains("text/html"))
        #expect(server.get("/site/app.js").contains("text/javascript"))
        #expect(server.get("/a%20b.txt?x=1").contains("spaced"))
        #expect(server.get("/index.html", method: "HEAD").hasPrefix("HTTP/1.1 200"))
        for path in ["/nothing", "/site", "/../secret.txt", "/%2e%2e/secret.txt", "/site/..%2f../secret.txt", "/%zz"] {
            let answer = server.get(path)
            #expect(answer.hasPrefix("HTTP/1.1 40"), "\(path)")
            #expect(!answer.contains("\r\n\r\nsecret"), "\(path)")
        }
    }

    @Test func refusesAPageThatReachesItUnderAForeignName() {
        let server = RunningServer()
        defer { server.stop() }
        #expect(server.get("/", host: "evil.example").hasPrefix("HTTP/1.1 403"))
        #expect(server.get("/", host: "localhost:\(server.port)").hasPrefix("HTTP/1.1 200"))
    }

    @Test func tellsOpenPagesWhenTheSiteWasWrittenAnew() {
        let server = RunningServer()
        defer { server.stop() }
        let request = "GET /.events HTTP/1.1\r\nHost: localhost\r\n\r\n"
        let answer = server.answer(to: request, until: "data: reload") {
            try? server.files.write("new", to: "target/index.html")
        }
        #expect(answer.contains("text/event-stream"))
        #expect(answer.contains("data: reload"))
    }

    @Test func aPortInUseIsADiagnostic() {
        let server = RunningServer()
        defer { server.stop() }
        let port = server.port
        #expect(throws: Diagnostic.self) {
            try DocsServer(directory: "target", port: port, files: server.files).run(isStopped: { true }) { _ in }
        }
    }
}
