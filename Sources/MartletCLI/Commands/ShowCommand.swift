internal import Adapter
internal import ArgumentParser
internal import Compiler
internal import Diagnostics
internal import Events
internal import Execution
internal import Formats
internal import ProjectGraph
internal import ProjectModel

/// `show`: the first rows of a node or of a query.
struct ShowCommand: MartletSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show the first rows of a node or of a query.")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var selection: SelectionOptions
    @Flag(name: [.customShort("f"), .long], help: "Compile incremental models as if they were built anew.")
    var fullRefresh = false
    @Option(help: "The form of what is shown: text or json.") var output = "text"
    @Option(help: "How many rows; a negative number shows all.") var limit = 5
    @Option(help: "A template to run instead of a node.") var inline: String?
    @Option(help: .hidden) var inlineDirect: String?
    @Flag(inversion: .prefixedNo, help: "Let templates query the database.") var introspect = true

    func validate() throws { try ChoiceOption.check(output, of: "--output", ["json", "text"]) }

    func execute() throws(Diagnostic) -> Int32 {
        try InlineQuery.check(inline, selection)
        var request = CommandRequest("show", global)
        request.selection = selection
        request.build = .init(fullRefresh: fullRefresh)
        request.introspects = introspect
        request.extra = ["output": .string(output), "limit": .int(limit)]
        request.extra["inline"] = inline.map { .string($0) }
        let session = try ProjectSession(CommandSetup(request))
        if inline == nil, inlineDirect == nil, selection.select.isEmpty {
            throw Diagnostic(.usage, "Either --select or --inline must be passed to show", family: .runtime)
        }
        if let query = inlineDirect {
            try show(query, name: nil, id: "sql_operation.inline_query", session)
        } else if let inline {
            let compiled = try InlineQuery(session, inline).compile()
            try show(compiled.text, name: nil, id: compiled.node.uniqueID, session)
        } else {
            try showSelected(session)
        }
        session.log.flush()
        return 0
    }

    private func showSelected(_ session: ProjectSession) throws(Diagnostic) {
        let results = try CompileTask(session).run()
        for result in results.results {
            guard let node = session.manifest.nodes[result.id] else { continue }
            if let first = selection.select.first, !first.contains(node.name) { continue }
            let sql =
                node.resourceType == .seed
                ? "select * from \(node.relationName ?? "")" : result.compilation?.compiledCode ?? ""
            try show(sql, name: node.name, id: node.uniqueID, session)
        }
    }

    private func show(_ sql: String, name: String?, id: String, _ session: ProjectSession) throws(Diagnostic) {
        let adapter = AdapterSession(session.connection, name: id, registry: CurrentCommand.interruption.sessions)
        defer { adapter.close() }
        let limited = limit < 0 ? sql : "select * from (\n\(sql)\n) as _dbt_limit_subq limit \(limit)"
        let table = try adapter.execute(limited, fetch: true).table
        let preview = Preview(table)
        session.log.fire(
            .showNode(
                .init(nodeName: name, uniqueID: id, isJSON: output == "json", isQuiet: session.setup.settings.isQuiet),
                preview: output == "json" ? preview.json : preview.text))
    }
}
