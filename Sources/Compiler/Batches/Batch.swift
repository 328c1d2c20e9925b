internal import Formats
internal import Platform

/// One batch of a microbatch model: the window of time whose rows one execution of the model replaces.
public struct Batch: Sendable, Hashable {
    public var window: TimeWindow
    public var size: BatchSize

    public init(_ window: TimeWindow, size: BatchSize) {
        self.window = window
        self.size = size
    }

    /// How lines and files call the batch.
    public var label: String { size.label(window.start) }

    /// What templates see as `model.batch.id`, fit for a name in SQL.
    var id: String { label.replacing("-", with: "") }

    /// What templates see as `model.batch`.
    var fields: DataMapping {
        [
            "id": .string(id), "event_time_start": .timestamp(window.start.pythonISO),
            "event_time_end": .timestamp(window.end.pythonISO),
        ]
    }
}
