internal import Adapter
internal import Compiler
internal import Diagnostics
internal import Formats
internal import Platform
internal import Postgres
internal import ProjectModel

/// What all workers of one run share.
struct RunContext: Sendable {
    let project: RuntimeProject
    let work: RunTask.Options.Work
    let targets: TargetFolder
    /// Whether results keep the rows of seeds.
    var keepsSeeds = false
    /// How many of the rows that a test has found its result keeps.
    var sampleRows = 0
    /// Loads sources; nil checks their freshness.
    var loads: SourceLoads?
    var batches = BatchSelection()
    /// Whether nothing more is to be started: after Ctrl-C, or a failure with `--fail-fast`.
    var isStopped: @Sendable () -> Bool = { false }

    /// Waits, though not once nothing more is to be started.
    /// - Returns: whether the time is over and things go on.
    func pause(seconds: Double) -> Bool {
        let end = SystemClock.monotonicSeconds + seconds
        while !isStopped() {
            let rest = end - SystemClock.monotonicSeconds
            if rest <= 0 { return true }
            SystemClock.sleep(seconds: min(rest, 0.05))
        }
        return false
    }
}

/// Where a run leaves compiled and executed SQL.
///
/// Source: dbt-core 1.11, compiled/run paths.
struct TargetFolder: Sendable {
    let files: any FileSystem
    /// The project's folder, absolute.
    let projectDirectory: String
    /// Relative to the project, or absolute.
    let targetPath: String

    /// - Parameter batch: the label of a batch of a microbatch model; each has a file of its own.
    func compiledPath(of node: Node, batch: String? = nil) -> String { path("compiled", node, batch) }
    func runPath(of node: Node, batch: String? = nil) -> String { path("run", node, batch) }

    private func path(_ folder: String, _ node: Node, _ batch: String?) -> String {
        let base = "\(targetPath)/\(folder)/\(node.packageName)/\(inside(node.originalFilePath))"
        if let batch {
            let stem = base.hasSuffix(".sql") ? base.dropLast(4) : base[...]
            return "\(stem)/\(lastPart(String(stem)))_\(batch)\(base.dropFirst(stem.count))"
        }
        guard lastPart(node.path) != lastPart(node.originalFilePath) else { return base }
        return "\(base)/\(node.path)"
    }

    /// The path without steps upwards: `model-paths` may lead out of the project, what is written may not.
    private func inside(_ path: String) -> String {
        guard path.contains("..") else { return path }
        return path.split(separator: "/").filter { $0 != ".." }.joined(separator: "/")
    }

    private func lastPart(_ path: String) -> Substring { path.split(separator: "/").last ?? "" }

    /// Writes the SQL that was executed, if there is any; that it cannot be written is no reason to fail.
    /// - Returns: the file; nil when there is no SQL.
    func writeRun(_ text: String?, of node: Node, _ batch: Batch? = nil) -> String? {
        guard let text else { return nil }
        let path = runPath(of: node, batch: batch?.label)
        try? write(Array(text.utf8), to: path)
        return path
    }

    /// - Parameter path: relative to the project, or absolute.
    func write(_ bytes: [UInt8], to path: String) throws(Diagnostic) {
        do throws(FileError) {
            try files.write(bytes, to: path.hasPrefix("/") ? path : "\(projectDirectory)/\(path)")
        } catch { throw error.diagnostic() }
    }
}

extension AdapterResponse {
    /// The response as run_results.json writes it.
    var fields: DataMapping {
        var fields: DataMapping = ["_message": .string(message)]
        if let code { fields["code"] = .string(code) }
        if let rowsAffected { fields["rows_affected"] = .int(rowsAffected) }
        return fields
    }
}
