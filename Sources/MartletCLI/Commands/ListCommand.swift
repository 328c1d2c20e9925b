internal import ArgumentParser
internal import Diagnostics
internal import Events
internal import Formats
internal import Platform
internal import ProjectGraph
internal import ProjectModel

/// `list`, `ls`: what a selection picks.
struct ListCommand: MartletSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List resources.", aliases: ["ls"])

    @OptionGroup var global: GlobalOptions

    @Option(name: [.customShort("s"), .long], parsing: .upToNextOption, help: "The resources to include.")
    var select: [String] = []

    @Option(name: [.customShort("m"), .customLong("models")], parsing: .upToNextOption, help: "The models to include.")
    var models: [String] = []

    @Option(parsing: .upToNextOption, help: "The resources to leave out.")
    var exclude: [String] = []

    @Option(help: "A selector of selectors.yml.")
    var selector: String?

    @OptionGroup var resourceTypes: ResourceTypeOptions

    @Option(help: "The form of a line: selector, name, path or json.")
    var output = "selector"

    @Option(parsing: .upToNextOption, help: "The keys of --output json.")
    var outputKeys: [String] = []

    func execute() throws(Diagnostic) -> Int32 {
        try checkOutput()
        // Templates see the name by which the command was called.
        let name = Host.arguments.dropFirst().first { $0 == "ls" || $0 == "list" }
        var request = CommandRequest(name ?? "list", global)
        request.selection = selection
        request.resourceTypes = resourceTypes
        request.needsDatabase = false
        request.extra = [
            "output": .string(output), "output_keys": .strings(outputKeys), "models": .strings(models),
        ]
        let session = try ProjectSession(CommandSetup(request))
        try checkSelection()
        _ = try session.manifest.graph.topologicalOrder()
        let ids = try NodeSelection(session).select(for: .list, only: models.isEmpty ? nil : [.model]).sorted()
        if ids.isEmpty { try session.log.warn(.noNodesSelected) }
        let keys = outputKeys.flatMap { $0.split(separator: " ").map(String.init) }
        let form = Listing.Output(rawValue: output) ?? .selector
        for line in Listing(session.manifest).lines(of: ids, output: form, keys: keys) {
            session.log.fire(.print(line))
        }
        session.log.flush()
        return 0
    }

    private var selection: SelectionOptions {
        var selection = SelectionOptions()
        selection.select = select + models
        selection.exclude = exclude
        selection.selector = selector
        return selection
    }

    private func checkSelection() throws(Diagnostic) {
        func exclusive(_ other: String) -> Diagnostic {
            Diagnostic(.usage, "\"models\" and \"\(other)\" are mutually exclusive arguments", family: .runtime)
        }
        if !models.isEmpty, !select.isEmpty { throw exclusive("select") }
        if !models.isEmpty, !resourceTypes.resourceTypes.isEmpty { throw exclusive("resource_type") }
    }

    private func checkOutput() throws(Diagnostic) {
        guard ["selector", "name", "path", "json"].contains(output) else {
            throw Diagnostic(
                .usage,
                "Invalid value for '--output': '\(output)' is not one of 'json', 'name', 'path', 'selector'.",
                family: .usage)
        }
    }
}
