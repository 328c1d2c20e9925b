internal import CLibCurl
internal import Platform

/// What a web server answered.
struct WebAnswer: Sendable, Hashable {
    var status: Int
    var body: [UInt8]
}

/// Why there is no answer, in curl's words.
struct WebError: Error, Hashable {
    var reason: String
}

/// Fetches what an address leads to.
protocol WebClient: Sendable {
    /// - Parameter timeout: how many seconds a server may say nothing.
    func get(_ address: String, timeout: Int) throws(WebError) -> WebAnswer
}

/// HTTP and HTTPS over libcurl; proxies, `~/.netrc` and certificates are found as Python's `requests` finds them.
struct HTTPClient: WebClient {
    let environment: Environment

    func get(_ address: String, timeout: Int) throws(WebError) -> WebAnswer {
        guard let handle = unsafe curl_easy_init() else { throw WebError(reason: "libcurl cannot start") }
        defer { unsafe curl_easy_cleanup(handle) }
        unsafe martlet_curl_allow_http_only(handle)
        unsafe martlet_curl_set_text(handle, CURLOPT_URL, address)
        unsafe martlet_curl_set_text(handle, CURLOPT_USERAGENT, "martlet")
        // All that this libcurl can unpack.
        unsafe martlet_curl_set_text(handle, CURLOPT_ACCEPT_ENCODING, "")
        for variable in ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"] {
            guard let path = environment[variable], !path.isEmpty else { continue }
            unsafe martlet_curl_set_text(handle, CURLOPT_CAINFO, path)
            break
        }
        let numbers: [(CURLoption, Int)] = [
            (CURLOPT_FOLLOWLOCATION, 1), (CURLOPT_MAXREDIRS, 30), (CURLOPT_NOSIGNAL, 1),
            (CURLOPT_NETRC, Int(CURL_NETRC_OPTIONAL.rawValue)), (CURLOPT_CONNECTTIMEOUT, timeout),
            (CURLOPT_LOW_SPEED_LIMIT, 1), (CURLOPT_LOW_SPEED_TIME, timeout),
        ]
        for (option, value) in numbers { unsafe martlet_curl_set_number(handle, option, value) }
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
