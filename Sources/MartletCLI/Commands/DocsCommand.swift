internal import ArgumentParser
internal import Artifacts
internal import Compiler
internal import Diagnostics
internal import DocsSite
internal import Events
internal import Execution
internal import Formats
internal import Platform
internal import ProjectGraph
internal import ProjectModel

/// `docs`: the documentation site.
struct DocsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "docs", abstract: "Generate or serve the documentation site.",
        subcommands: [DocsGenerateCommand.self, DocsServeCommand.self])
}

/// `docs generate`: compiles, reads the catalogue, and writes the site.
struct DocsGenerateCommand: RepeatableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate", abstract: "Write the documentation site to the target folder.")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var selection: SelectionOptions
    @Flag(inversion: .prefixedNo, help: "Compile nodes first.") var compile = true
    @Flag(help: "Write one file with everything in it.") var `static` = false
    @Flag(inversion: .prefixedNo, help: "Do not look into the database.") var emptyCatalog = false

    func execute(repeating run: RepeatedRun?) throws(Diagnostic) -> Int32 {
        var request = CommandRequest("generate", global)
        request.repeated = run
        request.selection = selection
        request.extra = [
            "compile": .bool(compile), "static": .bool(`static`), "empty_catalog": .bool(emptyCatalog),
        ]
        let session = try ProjectSession(CommandSetup(request))
        let site = SiteFiles(session)
        let compiled = compile ? try CompileTask(session).run() : nil
        session.log.fire(.buildingCatalog)
        let answer =
            emptyCatalog
            ? CatalogAnswer() : try CatalogQuery(session, selected: try selected(compiled, session)).run()
        let files = session.setup.files
        try CatalogArtifact(session.manifest, session.setup.invocation, answer)
            .write(to: session.targetDirectory, files)
        session.setup.tellArtifact("CatalogArtifact", "catalog.json")
        try site.write(isStatic: `static`, looksAtData: !emptyCatalog)
        if !answer.errors.isEmpty { session.log.fire(.writeCatalogFailure(count: answer.errors.count)) }
        session.log.fire(.catalogWritten(path: Path.join(session.targetDirectory, "catalog.json")))
        session.log.flush()
        return answer.errors.isEmpty ? 0 : 1
    }

    /// The nodes and sources that the catalogue shows: those that the selection picks, when there is one.
    private func selected(_ compiled: RunResults?, _ session: ProjectSession) throws(Diagnostic) -> Set<UniqueID>? {
        guard let compiled, session.setup.request.repeated == nil else { return nil }
        let sources = try NodeSelection(session).select(for: .freshness)
        return Set(compiled.results.map(\.id)).union(sources)
    }
}

/// `docs serve`: the site over HTTP, on this machine only.
struct DocsServeCommand: MartletSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve the documentation site on this machine.")

    @OptionGroup var global: GlobalOptions
    @Option(help: "The address to listen on.") var host = "127.0.0.1"
    @Option(help: "The port to listen on.") var port = 8080
    @Flag(inversion: .prefixedNo, help: "Open the browser.") var browser = true

    func validate() throws {
        guard (0...65535).contains(port) else {
            throw ValidationError("Invalid value for '--port': \(port) is not in the range 0 to 65535.")
        }
    }

    func execute() throws(Diagnostic) -> Int32 {
        let setup = try CommandSetup(CommandRequest("serve", global))
        let directory = Path.join(setup.settings.projectDirectory, setup.settings.targetPath)
        let server = DocsServer(directory: directory, host: host, port: UInt16(clamping: port), files: setup.files)
        // The server looks for itself whether it shall end.
        CurrentCommand.interruption.onTrigger {}
        try server.run(isStopped: { CurrentCommand.interruption.isTriggered }) { port in
            setup.log.fire(.note("Serving docs at \(port)"))
            setup.log.fire(
                .note(
                    "To access from your browser, navigate to: http://\(host == "127.0.0.1" ? "localhost" : host):\(port)"
                ))
            setup.log.fire(.note("Press Ctrl+C to exit."))
            if browser { openBrowser("http://localhost:\(port)", setup.environment) }
        }
        return 0
    }

    /// Opens the desktop's browser where there is one.
    private func openBrowser(_ address: String, _ environment: Environment) {
        guard environment["DISPLAY"] != nil, let program = environment.findExecutable("xdg-open") else { return }
        _ = try? Subprocess(program, [address]).start()
    }
}
