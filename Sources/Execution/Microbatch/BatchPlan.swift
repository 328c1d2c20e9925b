internal import Compiler
internal import Formats
internal import Jinja
internal import Platform
internal import ProjectModel
internal import TemplateLibrary

/// The batches that one execution of a microbatch model is cut into.
///
/// Source: dbt-core 1.11, microbatch orchestration.
struct BatchPlan {
    /// When the rows end that are built; what was asked for, else the start of the command.
    var now: Timestamp
    /// What the command line asks for.
    var window: TimeWindow?
    /// Whether the model's table is there and is added to.
    var isIncremental: Bool

    /// Windows of the model's batch size one after the other; the last ends where the rows end.
    func batches(of config: NodeConfig) -> [Batch] {
        let size = config["batch_size"]?.string.flatMap(BatchSize.init) ?? .day
        let end = size.end(of: window?.end ?? now)
        var starts = [start(config, size, end)]
        while let last = starts.last, case let next = size.moved(last, by: 1), next < end { starts.append(next) }
        return starts.enumerated().map { index, start in
            Batch(
                TimeWindow(start: start, end: index + 1 < starts.count ? starts[index + 1] : end), size: size)
        }
    }

    private func start(_ config: NodeConfig, _ size: BatchSize, _ end: Timestamp) -> Timestamp {
        if let window { return size.start(of: window.start) }
        guard isIncremental else { return size.start(of: Self.begin(config) ?? end) }
        // `end` is where a batch begins, which counts as one step back.
        return size.moved(end, by: -((config["lookback"]?.int ?? 1) + 1))
    }

    /// The calendar time of `begin`; dbt takes it for UTC whatever its offset.
    private static func begin(_ config: NodeConfig) -> Timestamp? {
        guard case .timestamp(let text)? = config["begin"] else { return nil }
        return Value.microsecondsSinceEpoch(ofISO: String(text.prefix(19))).map { Timestamp(microseconds: $0) }
    }
}
