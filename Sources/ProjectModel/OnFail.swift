public import Formats

/// What follows when a test finds something: the config `on_fail` of data tests and unit tests, which dbt does not have.
///
/// Without it dbt's `severity` decides.
public enum OnFail: String, Sendable, Hashable, CaseIterable {
    /// The test fails and nothing more is started.
    case failRun = "fail_run"
    /// The test fails and what depends on the tested node is skipped.
    case failNode = "fail_node"
    /// The test warns.
    case warn
    /// What was found is only recorded: the test passes.
    case audit

    /// The value of a configuration; nil when it is none of these words, whose case does not matter.
    public init?(_ value: DataValue) {
        guard let text = value.string else { return nil }
        self.init(rawValue: text.lowercased())
    }
}

extension NodeConfig {
    /// Nil when it is not configured: a value that means nothing is refused when the project is parsed.
    public var onFail: OnFail? { values["on_fail"].flatMap(OnFail.init) }
}
