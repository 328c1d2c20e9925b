internal import CLibCurl
public import Platform

/// What a web server answered.
public struct WebAnswer: Sendable, Hashable {
    public var status: Int
    public var body: [UInt8]

    public init(status: Int, body: [UInt8]) {
        self.status = status
        self.body = body
    }
}

/// Why there is no answer, in curl's words.
public struct WebError: Error, Hashable {
    public var reason: String

    public init(reason: String) { self.reason = reason }
}

/// Fetches what an address leads to.
public protocol WebClient: Sendable {
    /// - Parameter timeout: how many seconds a server may say nothing.
    func get(_ address: String, timeout: Int) throws(WebError) -> WebAnswer
}

/// HTTP and HTTPS over libcurl; proxies, `~/.netrc` and certificates are found as Python's `requests` finds them.
public struct HTTPClient: WebClient {
    private let environment: Environment

    public init(environment: Environment) { self.environment = environment }

    public func get(_ address: String, timeout: Int) throws(WebError) -> WebAnswer {
        let request = try Request(address, timeout: timeout, environment)
        // All that this libcurl can unpack.
        request.set(CURLOPT_ACCEPT_ENCODING, "")
        request.set(CURLOPT_FOLLOWLOCATION, 1)
        request.set(CURLOPT_MAXREDIRS, 30)
        return try request.perform()
    }

    /// Sends `body`; redirects are not followed.
    /// - Parameters:
    ///   - headers: `Name: value`.
    ///   - timeout: how many seconds a server may say nothing.
    public func post(_ body: [UInt8], to address: String, headers: [String], timeout: Int) throws(WebError) -> WebAnswer
    {
        let request = try Request(address, timeout: timeout, environment)
        for header in headers { request.add(header: header) }
        request.set(body: body)
        return try request.perform()
    }
}

/// One exchange with a server.
@safe
private final class Request {
    private let handle: UnsafeMutableRawPointer
    private var headers: UnsafeMutablePointer<curl_slist>?

    init(_ address: String, timeout: Int, _ environment: Environment) throws(WebError) {
        guard let handle = unsafe curl_easy_init() else { throw WebError(reason: "libcurl cannot start") }
        unsafe self.handle = handle
        unsafe martlet_curl_allow_http_only(handle)
        set(CURLOPT_URL, address)
        set(CURLOPT_USERAGENT, "martlet")
        for variable in ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"] {
            guard let path = environment[variable], !path.isEmpty else { continue }
            set(CURLOPT_CAINFO, path)
            break
        }
        let numbers: [(CURLoption, Int)] = [
            (CURLOPT_NOSIGNAL, 1), (CURLOPT_NETRC, Int(CURL_NETRC_OPTIONAL.rawValue)),
            (CURLOPT_CONNECTTIMEOUT, timeout), (CURLOPT_LOW_SPEED_LIMIT, 1), (CURLOPT_LOW_SPEED_TIME, timeout),
        ]
        for (option, value) in numbers { set(option, value) }
    }

    deinit {
        unsafe curl_easy_cleanup(handle)
        unsafe curl_slist_free_all(headers)
    }

    func set(_ option: CURLoption, _ text: String) { unsafe martlet_curl_set_text(handle, option, text) }

    func set(_ option: CURLoption, _ number: Int) { unsafe martlet_curl_set_number(handle, option, number) }

    func add(header: String) { unsafe headers = curl_slist_append(headers, header) }

    func set(body: [UInt8]) {
        unsafe martlet_curl_set_headers(handle, headers)
        unsafe body.withUnsafeBytes { unsafe martlet_curl_copy_body(handle, $0.baseAddress, $0.count) }
    }

    func perform() throws(WebError) -> WebAnswer {
        let received = ReceivedBytes()
        let context = unsafe Unmanaged.passRetained(received)
        defer { unsafe context.release() }
        unsafe martlet_curl_set_receiver(handle, receive, context.toOpaque())
        let code = unsafe curl_easy_perform(handle)
        guard code == CURLE_OK else { throw WebError(reason: unsafe String(cString: curl_easy_strerror(code))) }
        return WebAnswer(status: Int(unsafe martlet_curl_status(handle)), body: received.bytes)
    }
}

/// The body of an answer while it comes in.
private final class ReceivedBytes {
    var bytes: [UInt8] = []
}

private func receive(
    _ data: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let data = unsafe data, let context = unsafe context else { return 0 }
    let received = unsafe Unmanaged<ReceivedBytes>.fromOpaque(context).takeUnretainedValue()
    unsafe received.bytes += UnsafeRawBufferPointer(start: data, count: size * count)
    return size * count
}
