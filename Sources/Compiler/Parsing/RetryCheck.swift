internal import Diagnostics
internal import Formats
internal import ProjectLoading
internal import ProjectModel

/// Refuses values of `retries` and `retry_delay` that mean nothing.
enum RetryCheck {
    /// - Parameter candidates: gives the texts that may set a key, the most likely first.
    /// - Throws: `config-retries-invalid`, at the key where it is found.
    static func check(
        _ config: NodeConfig, of label: String, in candidates: (String) -> [OnFailCheck.Candidate]
    ) throws(Diagnostic) {
        if let value = config["retries"], !value.isNull, RetryPolicy.retries(value) == nil {
            let error = Diagnostic(
                .configRetriesInvalid, "retries must be a whole number from 0, got \(value.pythonRepr)",
                family: .parsing, subject: label)
            throw OnFailCheck.place(error, at: "retries", in: candidates("retries"))
        }
        if let value = config["retry_delay"], !value.isNull, RetryPolicy.delay(value) == nil {
            let error = Diagnostic(
                .configRetriesInvalid, "retry_delay must be a time of at most a day, got \(value.pythonRepr)",
                family: .parsing, subject: label, hint: "for example 5s, 500ms, 1m, or a number of seconds")
            throw OnFailCheck.place(error, at: "retry_delay", in: candidates("retry_delay"))
        }
    }
}

extension Diagnostic.Code {
    /// `retries` or `retry_delay` of a node is no number or no time.
    static let configRetriesInvalid = Self(rawValue: "config-retries-invalid")
}
