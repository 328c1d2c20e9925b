internal import Diagnostics
public import Platform
internal import Threads
internal import Web

/// Where events of OpenLineage go. Sending never fails: a run does not end because nobody listens.
public protocol LineageSink: Sendable {
    /// - Parameter line: one event as JSON, with a line feed.
    func send(_ line: [UInt8])
    /// Waits until all has been sent, or given up.
    /// - Returns: what went wrong; nil when everything was taken.
    func close() -> String?
}

/// A file to which each event is added as a line.
public struct LineageFile: LineageSink {
    private let file: RotatingFile

    /// - Throws: when the file cannot be opened.
    public init(_ path: String) throws(FileError) { file = try RotatingFile(path, maximumSize: 0, backups: 0) }

    public func send(_ line: [UInt8]) { file.append(line) }

    public func close() -> String? {
        file.flush()
        return nil
    }
}

/// A server that takes one event a request, in the order in which they happened, while the run goes on.
public final class LineageServer: LineageSink {
    private struct State: Sendable {
        var waiting: [[UInt8]] = []
        var isClosed = false
        var isFinished = false
        var failure: String?
    }

    /// Seconds for which the server may say nothing.
    private static let timeout = 5
    /// So many requests that fail one after the other are the last ones.
    private static let patience = 3

    private let state = Monitor(State())

    /// - Parameters:
    ///   - address: of the server, or the whole address that takes events.
    ///   - environment: `OPENLINEAGE_ENDPOINT`, the path that follows a server without one, and `OPENLINEAGE_API_KEY`.
    public init(_ address: String, environment: Environment) {
        let address = Self.endpoint(address, environment)
        var headers = ["Content-Type: application/json"]
        if let key = environment["OPENLINEAGE_API_KEY"], !key.isEmpty { headers.append("Authorization: Bearer \(key)") }
        let client = HTTPClient(environment: environment)
        Thread.start { [state, headers] in
            var failures = 0
            while let lines = Self.next(state) {
                for line in lines where failures < Self.patience {
                    if let failure = Self.post(line, to: address, headers, client) {
                        failures += 1
                        state.update { $0.failure = failure }
                    } else {
                        failures = 0
                    }
                }
            }
            state.update { $0.isFinished = true }
        }
    }

    /// The address with the path of the API, unless it has one.
    static func endpoint(_ address: String, _ environment: Environment) -> String {
        let rest = address.split(separator: "/", omittingEmptySubsequences: true)
        guard rest.count <= 2 else { return address }
        let base = address.hasSuffix("/") ? String(address.dropLast()) : address
        return "\(base)/\(environment["OPENLINEAGE_ENDPOINT"] ?? "api/v1/lineage")"
    }

    /// All events that wait, as soon as there are any; nil at the end.
    private static func next(_ state: Monitor<State>) -> [[UInt8]]? {
        let lines: [[UInt8]] = state.wait { state in
            guard !state.waiting.isEmpty || state.isClosed else { return nil }
            defer { state.waiting = [] }
            return state.waiting
        }
        return lines.isEmpty ? nil : lines
    }

    private static func post(_ line: [UInt8], to address: String, _ headers: [String], _ client: HTTPClient) -> String?
    {
        do throws(WebError) {
            let answer = try client.post(line, to: address, headers: headers, timeout: timeout)
            return (200..<300).contains(answer.status) ? nil : "the server answered \(answer.status)"
        } catch { return error.reason }
    }

    public func send(_ line: [UInt8]) { state.update { $0.waiting.append(line) } }

    public func close() -> String? {
        state.update { $0.isClosed = true }
        return state.wait { $0.isFinished ? .some($0.failure) : nil }
    }
}
