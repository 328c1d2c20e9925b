import Foundation
import Platform
import Synchronization
import Testing

@testable import OpenLineage

@Suite struct LineageServerTests {
    /// A server on this machine that answers every request and keeps what it was sent.
    private final class Listener: Sendable {
        let port: UInt16
        let requests = Mutex<[String]>([])
        private let socket: Int32

        /// - Parameter status: of every answer.
        init(status: Int) throws {
            let socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            let bound = unsafe withUnsafeMutablePointer(to: &address) {
                unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    unsafe bind(socket, $0, length) == 0 && listen(socket, 8) == 0
                        && getsockname(socket, $0, &length) == 0
                }
            }
            self.socket = socket
            port = UInt16(bigEndian: address.sin_port)
            try #require(bound)
            let answer = Array("HTTP/1.1 \(status) x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".utf8)
            Thread.detachNewThread { [self] in
                while true {
                    let client = accept(socket, nil, nil)
                    guard client >= 0 else { return }
                    let text = Self.request(client)
                    requests.withLock { $0.append(text) }
                    _ = unsafe answer.withUnsafeBytes { unsafe write(client, $0.baseAddress, $0.count) }
                    close(client)
                }
            }
        }

        /// Takes no more requests.
        func stop() { shutdown(socket, Int32(SHUT_RDWR)) }

        private static func request(_ client: Int32) -> String {
            var bytes: [UInt8] = []
            var buffer = [UInt8](repeating: 0, count: 4096)
            while true {
                let count = unsafe buffer.withUnsafeMutableBytes { unsafe read(client, $0.baseAddress, $0.count) }
                guard count > 0 else { break }
                bytes += buffer[..<count]
                let text = String(decoding: bytes, as: UTF8.self)
                guard let end = text.range(of: "\r\n\r\n"), text[end.upperBound...].hasSuffix("\n") else { continue }
                break
            }
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    @Test func takesEveryEventInOrder() throws {
        let listener = try Listener(status: 201)
        defer { listener.stop() }
        let server = LineageServer(
            "http://127.0.0.1:\(listener.port)", environment: Environment(["OPENLINEAGE_API_KEY": "key"]))
        for number in 1...5 { server.send(Array("{\"n\": \(number)}\n".utf8)) }
        #expect(server.close() == nil)
        let requests = listener.requests.withLock { $0 }
        #expect(requests.map { $0.split(separator: "\r\n").last } == (1...5).map { "{\"n\": \($0)}\n" })
        #expect(requests[0].hasPrefix("POST /api/v1/lineage HTTP/1.1\r\n"))
        #expect(requests[0].contains("Authorization: Bearer key\r\n"))
    }

    @Test func saysWhyEventsAreLostAndStopsTrying() throws {
        let listener = try Listener(status: 401)
        defer { listener.stop() }
        let server = LineageServer("http://127.0.0.1:\(listener.port)/take", environment: Environment())
        for _ in 1...20 { server.send(Array("{}\n".utf8)) }
        #expect(server.close() == "the server answered 401")
        #expect(listener.requests.withLock { $0.count } == 3)
    }

    @Test(arguments: [
        ("http://h:5000", "http://h:5000/api/v1/lineage"), ("https://h/", "https://h/api/v1/lineage"),
        ("http://h/events", "http://h/events"),
    ])
    func anAddressWithoutPathGetsTheOneOfTheAPI(address: String, endpoint: String) {
        #expect(LineageServer.endpoint(address, Environment()) == endpoint)
    }
}
