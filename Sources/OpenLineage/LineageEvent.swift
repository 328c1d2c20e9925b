internal import Formats
internal import Platform

/// One event of OpenLineage: a run of a job has started, or has ended somehow.
///
/// Source: https://openlineage.io/spec/2-0-2/OpenLineage.json, RunEvent.
struct LineageEvent: Sendable {
    enum Kind: String, Sendable {
        case start = "START"
        case complete = "COMPLETE"
        case fail = "FAIL"
        /// It was cancelled.
        case abort = "ABORT"
    }

    /// What is executed again and again: one node of the project, or a whole command.
    struct Job: Sendable {
        var namespace: String
        var name: String
        var facets = Facets()
    }

    var kind: Kind
    var time: Timestamp
    /// The UUID of this execution of the job.
    var runID: String
    var runFacets = Facets()
    var job: Job
    var inputs: [DataMapping] = []
    var outputs: [DataMapping] = []

    /// The event as one line, with a line feed.
    var line: [UInt8] {
        var writer = JSONWriter()
        writer.mapping([
            "eventType": .string(kind.rawValue), "eventTime": .string(time.iso),
            "producer": .string(Facets.producer),
            "schemaURL": "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent",
            "run": .mapping(["runId": .string(runID), "facets": .mapping(runFacets.fields)]),
            "job": .mapping([
                "namespace": .string(job.namespace), "name": .string(job.name), "facets": .mapping(job.facets.fields),
            ]),
            "inputs": .list(inputs.map { .mapping($0) }), "outputs": .list(outputs.map { .mapping($0) }),
        ])
        return writer.bytes + [UInt8(ascii: "\n")]
    }
}
