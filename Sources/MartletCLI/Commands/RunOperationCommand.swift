internal import Adapter
internal import ArgumentParser
internal import Compiler
internal import Diagnostics
internal import Events
internal import Execution
internal import Formats
internal import Platform
internal import ProjectGraph

/// `run-operation`: calls a macro.
struct RunOperationCommand: RepeatableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run-operation", abstract: "Call a macro.")

    @Argument(help: "The macro: name or package.name.") var macro: String
    @OptionGroup var global: GlobalOptions
    @Option(help: "The macro's arguments, as a YAML mapping.") var args: String?

    func execute(repeating run: RepeatedRun?) throws(Diagnostic) -> Int32 {
        let arguments =
            try args.map { text throws(Diagnostic) in
                try YAMLArgument.mapping(text, option: "--args")
            } ?? [:]
        var request = CommandRequest("run-operation", global)
        request.repeated = run
        request.extra = ["macro": .string(macro)]
        if !arguments.isEmpty { request.extra["args"] = .mapping(arguments) }
        let session = try ProjectSession(CommandSetup(request))
        // What has succeeded is not repeated.
        if let run, run.ids.isEmpty { return 0 }
        let adapter = AdapterSession(
            session.connection, name: "macro_\(macro)", registry: CurrentCommand.interruption.sessions)
        defer { adapter.close() }
        adapter.queryComment = try session.compilation.queryComment(for: nil)
        let project = RuntimeProject(
            session.compilation, manifest: session.manifest, relations: RelationCache(), selected: [])
        let startedAt = SystemClock.now
        var results = RunResults()
        var result = NodeResult(id: "macro.\(session.manifest.rootPackage).\(macro)", status: .success)
        do throws(Diagnostic) {
            try OperationRunner(project, session: adapter).call(macro: macro, arguments: arguments)
        } catch {
            if error.code == .operationNotFound || CurrentCommand.interruption.isTriggered { throw error }
            result.status = .error
            session.log.fire(.operationError(error.dbtText))
        }
        // As dbt keeps it: without the message, which the log has.
        result.failures = result.status == .error ? 1 : 0
        result.timings = [.init(name: macro, startedAt: startedAt, completedAt: SystemClock.now)]
        result.executionTime = SystemClock.now.seconds(since: startedAt)
        results.results = [result]
        results.elapsedTime = result.executionTime
        try ResultFiles(session).write(results)
        session.log.flush()
        return result.status == .error ? 1 : 0
    }
}
