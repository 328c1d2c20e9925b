public import Compiler
public import Formats
internal import Jinja
public import Platform
internal import TemplateLibrary

/// The batches of a microbatch model that succeeded and those that failed or were skipped.
///
/// Source: dbt-core 1.11, run_results.json.
public struct BatchResults: Sendable, Hashable {
    public var successful: [TimeWindow]
    public var failed: [TimeWindow]

    public init(successful: [TimeWindow] = [], failed: [TimeWindow] = []) {
        self.successful = successful
        self.failed = failed
    }

    /// Reads `batch_results` of an entry of run_results.json; nil when the entry is that of another kind of node.
    public init?(_ value: DataValue?) {
        guard let value = value?.mapping else { return nil }
        successful = Self.windows(value["successful"])
        failed = Self.windows(value["failed"])
    }

    /// What `retry` must run again, for `RunTask.Options`; nil when the model must start anew, because nothing of it
    /// succeeded, or is done.
    public var retried: BatchResults? { successful.isEmpty || failed.isEmpty ? nil : self }

    /// The batches as run_results.json writes them.
    public var fields: DataValue {
        func texts(_ windows: [TimeWindow]) -> DataValue { .list(windows.map { .strings($0.isoTexts) }) }
        return .mapping(["successful": texts(successful), "failed": texts(failed)])
    }

    private static func windows(_ value: DataValue?) -> [TimeWindow] {
        (value?.list ?? []).compactMap { pair in
            let times = (pair.list ?? []).compactMap { $0.string.flatMap(Self.time) }
            return times.count == 2 ? TimeWindow(start: times[0], end: times[1]) : nil
        }
    }

    /// A time as artifacts write it.
    public static func time(_ text: String) -> Timestamp? {
        Value.microsecondsSinceEpoch(ofISO: text).map { Timestamp(microseconds: $0) }
    }
}
