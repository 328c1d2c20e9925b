internal import Adapter
internal import ArgumentParser
internal import Compiler
internal import Diagnostics
internal import Events
internal import Execution
internal import Formats
internal import Platform
internal import ProjectGraph
internal import ProjectModel

/// `compile`: the SQL of nodes, without running it.
struct CompileCommand: RepeatableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compile", abstract: "Write the SQL of nodes to the target folder, without running it.")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var selection: SelectionOptions
    @Flag(name: [.customShort("f"), .long], help: "Compile incremental models as if they were built anew.")
    var fullRefresh = false
    @Flag(inversion: .prefixedNo, help: "Compile with empty inputs.") var empty: Bool?
    @Option(help: "The form of what is shown: text or json.") var output = "text"
    @Option(help: "A template to compile instead of nodes.") var inline: String?
    @Flag(inversion: .prefixedNo, help: "Let templates query the database.") var introspect = true

    func validate() throws { try ChoiceOption.check(output, of: "--output", ["json", "text"]) }

    func execute(repeating run: RepeatedRun?) throws(Diagnostic) -> Int32 {
        try InlineQuery.check(inline, selection)
        var request = CommandRequest("compile", global)
        request.repeated = run
        request.selection = selection
        request.build = .init(fullRefresh: fullRefresh, empty: empty)
        request.introspects = introspect
        request.connectsLazily = true
        request.extra = ["output": .string(output), "inject_ephemeral_ctes": true]
        request.extra["inline"] = inline.map { .string($0) }
        let session = try ProjectSession(CommandSetup(request))
        if let inline {
            let compiled = try InlineQuery(session, inline).compile()
            show(compiled.text, name: nil, id: compiled.node.uniqueID, session)
            return 0
        }
        let results = try CompileTask(session).run()
        if let first = selection.select.first {
            for result in results.results {
                guard let code = result.compilation?.compiledCode, let node = session.manifest.nodes[result.id] else {
                    continue
                }
                if first.contains(node.name) {
                    show(code, name: node.name, id: node.uniqueID, session)
                }
            }
        }
        session.log.flush()
        return 0
    }

    private func show(_ sql: String, name: String?, id: String, _ session: ProjectSession) {
        session.log.fire(
            .compiledNode(
                .init(nodeName: name, uniqueID: id, isJSON: output == "json", isQuiet: session.setup.settings.isQuiet),
                sql: sql))
    }
}
