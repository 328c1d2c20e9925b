internal import Diagnostics
internal import Events
internal import Platform

/// Why something from the network could not be used.
struct ExternalError: Error {
    /// As dbt shows it, without its head.
    var reason: String
    /// Whether a second attempt may go better.
    var isTemporary = true
    /// What to report instead, when this is no matter of the network.
    var refusal: Diagnostic?
}

extension ExternalError {
    init(_ refusal: Diagnostic) { self.init(reason: refusal.message, isTemporary: false, refusal: refusal) }
}

/// Tries what may fail for a moment up to six times, a second apart.
///
/// Source: dbt-core 1.11, `connection_exception_retry`. Unlike dbt it gives up at once where the server has answered
/// that it does not have the thing.
struct Retry: Sendable {
    let log: EventLog
    var pause: @Sendable () -> Void = { SystemClock.sleep(seconds: 1) }
    private static let attempts = 5

    func callAsFunction<Result>(_ act: () throws(ExternalError) -> Result) throws(Diagnostic) -> Result {
        var attempt = 0
        while true {
            do throws(ExternalError) {
                return try act()
            } catch {
                if let refusal = error.refusal { throw refusal }
                guard error.isTemporary, attempt < Self.attempts else {
                    throw Diagnostic(
                        .packageUnreachable, "External connection exception occurred: \(error.reason)",
                        family: .runtime)
                }
                log.debug(.retryException(error.reason))
                log.debug(.retryingCall(attempt: attempt, most: Self.attempts))
                pause()
                attempt += 1
            }
        }
    }
}
