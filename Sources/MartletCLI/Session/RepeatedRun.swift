internal import Compiler
internal import Diagnostics
internal import Execution
internal import Platform
internal import ProjectGraph
internal import ProjectModel

/// What `retry` repeats of an earlier run.
final class RepeatedRun {
    /// What has not succeeded.
    let ids: Set<UniqueID>
    /// Of microbatch models of which some batches have succeeded and some have not: both.
    let batches: [UniqueID: BatchResults]
    /// When the run that is repeated began.
    let startedAt: Timestamp?
    /// That of `retry` itself.
    let setup: CommandSetup

    init(_ previous: PreviousRun, setup: CommandSetup) {
        var statuses: Set<String> = ["error", "fail", "skipped", "runtime error", "partial success"]
        if setup.settings.warnError { statuses.insert("warn") }
        // Hooks run with every command anyway.
        let results = previous.results.filter { !$0.id.hasPrefix("operation.") }
        ids = Set(results.filter { statuses.contains($0.status) }.map(\.id))
        var batches: [UniqueID: BatchResults] = [:]
        for result in results { batches[result.id] = BatchResults(result.batches)?.retried }
        self.batches = batches
        startedAt = previous.invocationStartedAt.flatMap(BatchResults.time)
        self.setup = setup
    }

    /// The ids in the order of the manifest.
    /// - Throws: when one of them is no longer there.
    func ids(in manifest: Manifest) throws(Diagnostic) -> [UniqueID] {
        if let gone = ids.sorted().first(where: { manifest.resourceType(of: $0) == nil }) {
            throw Diagnostic(
                .retryImpossible, "Couldn't find model '\(gone)' -- does it exist or is it disabled?", family: .runtime)
        }
        return manifest.graph.ids.filter(ids.contains)
    }
}
