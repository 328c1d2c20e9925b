public import Formats

/// How often a node that failed for a passing reason is executed again: the configs `retries` and `retry_delay`, which dbt
/// does not have. The `retries` of a profile are those of connecting.
public struct RetryPolicy: Sendable, Hashable {
    /// How often at most, after the first time.
    public var retries: Int
    /// Seconds before each.
    public var delay: Double

    public init(retries: Int, delay: Double) {
        self.retries = retries
        self.delay = delay
    }

    /// What holds where nothing is configured.
    public static let none = RetryPolicy(retries: 0, delay: 5)

    /// The delay as people write it: `5s`, `500ms`.
    public var delayText: String {
        let milliseconds = Int((delay * 1_000).rounded())
        return milliseconds % 1_000 == 0 ? "\(milliseconds / 1_000)s" : "\(milliseconds)ms"
    }

    /// A number of retries; nil when the value is none.
    public static func retries(_ value: DataValue) -> Int? {
        guard let number = value.int ?? value.string.flatMap({ Int($0) }), (0...1_000).contains(number) else {
            return nil
        }
        return number
    }

    /// Seconds of `5s`, `500ms`, `1m`, `2h` or a plain number; nil when the value is none of these, or more than a day.
    public static func delay(_ value: DataValue) -> Double? {
        let seconds: Double?
        switch value {
        case .int(let number): seconds = Double(number)
        case .float(let number): seconds = number
        case .string(let text):
            let digits = text.prefix { $0.isNumber || $0 == "." }
            let units: [Substring: Double] = ["": 1, "s": 1, "ms": 0.001, "m": 60, "h": 3_600]
            guard let number = Double(digits), let unit = units[text.dropFirst(digits.count)] else { return nil }
            seconds = number * unit
        default: seconds = nil
        }
        return seconds.flatMap { (0...86_400).contains($0) ? $0 : nil }
    }
}

extension NodeConfig {
    /// Values that mean nothing are refused when the project is parsed.
    public var retryPolicy: RetryPolicy {
        var policy = RetryPolicy.none
        if let retries = values["retries"].flatMap(RetryPolicy.retries) { policy.retries = retries }
        if let delay = values["retry_delay"].flatMap(RetryPolicy.delay) { policy.delay = delay }
        return policy
    }
}
