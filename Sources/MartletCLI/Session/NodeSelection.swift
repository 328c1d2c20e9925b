internal import Compiler
internal import Diagnostics
internal import Events
internal import Formats
internal import Platform
internal import ProjectGraph
internal import ProjectLoading
internal import ProjectModel

/// Evaluates the selection of a command.
struct NodeSelection {
    private let session: ProjectSession
    private let request: CommandRequest

    init(_ session: ProjectSession) {
        self.session = session
        request = session.setup.request
    }

    /// The selected resources that a command works on, in the order of the manifest.
    /// - Parameter types: what the command's own filter leaves is narrowed to these, such as models for `ls -m`.
    func select(
        for command: ResourceFilter.Command, only types: Set<ResourceType>? = nil
    ) throws(Diagnostic) -> [UniqueID] {
        let manifest = session.manifest
        if let run = request.repeated { return try run.ids(in: manifest) }
        let selector = Selector(manifest, previousState: session.state, glob: glob)
        var failure: Diagnostic?
        let ids = try selector.select(try definition()) { warning in
            do throws(Diagnostic) {
                try WarningReport(session.log).tell(warning)
            } catch { failure = failure ?? error }
        }
        if let failure { throw failure }
        var filter = ResourceFilter(
            command, including: try words(request.resourceTypes?.resourceTypes, "resource_types"),
            excluding: try words(request.resourceTypes?.excludeResourceTypes, "exclude_resource_types"))
        if let types { filter.types.formIntersection(types) }
        return filter.keep(ids, of: manifest)
    }

    /// The words of an option for types, which may come from the environment; none of a command without the option.
    /// - Throws: a usage error for a word that is no type.
    private func words(_ given: [String]?, _ name: String) throws(Diagnostic) -> [String] {
        guard let given else { return [] }
        let words = SettingsResolver(environment: session.setup.environment, project: [:]).words(given, name)
        let known = ResourceTypeOptions.known + ["all"]
        guard let unknown = words.first(where: { !known.contains($0) }) else { return words }
        throw Diagnostic(
            .usage,
            "Invalid value for '--\(name.replacing("_", with: "-"))': '\(unknown)' is not one of "
                + known.map { "'\($0)'" }.joined(separator: ", ") + ".",
            family: .usage, hint: Suggestion.hint(for: unknown, in: known))
    }

    private func definition() throws(Diagnostic) -> SelectionDefinition {
        let mode = IndirectSelection(rawValue: session.setup.settings.indirectSelection) ?? .eager
        let parser = SelectionParser(indirectSelection: mode)
        let selection = request.selection
        let hasSelection = !(selection?.select.isEmpty ?? true) || !(selection?.exclude.isEmpty ?? true)
        if let file = session.compilation.project.selectors {
            let selectors = try SelectorDefinitions(file.definitions, indirectSelection: mode)
            if let name = selection?.selector { return try selectors.selection(named: name) }
            if !hasSelection, let name = selectors.defaultName {
                session.log.fire(.defaultSelector(name))
                return try selectors.selection(named: name)
            }
        } else if let name = selection?.selector {
            throw Diagnostic(
                .selectorNotFound, "Could not find selector named \(name), expected one of []", family: .runtime,
                hint: "write a selectors.yml at the root of the project")
        }
        let select = selection?.select ?? []
        return try parser.parse(select: select.isEmpty ? nil : select, exclude: selection?.exclude ?? [])
    }

    /// The paths, relative to the project, that a glob fits.
    private func glob(_ pattern: String) -> Set<String> {
        let directory = session.setup.settings.projectDirectory
        return Set(session.setup.files.glob(pattern, in: directory))
    }
}
