internal import ProjectLoading
internal import Compiler
internal import Diagnostics
internal import Events
internal import Formats
internal import Platform
internal import ProjectGraph
internal import ProjectModel

/// Evaluates the selection of a command.
struct NodeSelection {
    private let session: ProjectSession
    private let request: CommandRequest

    init(_ session: ProjectSession) {
        self.session = session
        request = session.setup.request
    }

    /// The selected resources of the given types, in the order of the manifest.
    /// - Parameter types: nil for all types.
    func select(_ types: Set<ResourceType>?) throws(Diagnostic) -> [UniqueID] {
        let manifest = session.manifest
        let selector = Selector(manifest, glob: glob)
        var failure: Diagnostic?
        let ids = try selector.select(try definition()) { warning in
            do throws(Diagnostic) {
                try WarningReport(session.log).tell(warning)
            } catch { failure = failure ?? error }
        }
        if let failure { throw failure }
        guard let types = try types.map({ (types: Set<ResourceType>) throws(Diagnostic) in try narrowed(types) }) else {
            return ids
        }
        return ids.filter { id in manifest.resourceType(of: id).map(types.contains) ?? false }
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

    /// Applies `--resource-type` and `--exclude-resource-type`.
    private func narrowed(_ types: Set<ResourceType>) throws(Diagnostic) -> Set<ResourceType> {
        guard let options = request.resourceTypes else { return types }
        var result: Set<ResourceType> = []
        for name in options.resourceTypes.flatMap({ $0.split(separator: " ") }) {
            switch name {
            case "all": result.formUnion(ResourceType.allCases)
            case "default": result.formUnion(types)
            default: result.insert(try type(name))
            }
        }
        if options.resourceTypes.isEmpty { result = types }
        for name in options.excludeResourceTypes.flatMap({ $0.split(separator: " ") }) { result.remove(try type(name)) }
        return result
    }

    private func type(_ name: Substring) throws(Diagnostic) -> ResourceType {
        if let type = ResourceType(rawValue: String(name)) { return type }
        throw Diagnostic(
            .usage, "Invalid value for '--resource-type': '\(name)' is not one of the resource types.", family: .usage,
            hint: Suggestion.hint(for: String(name), in: ResourceType.allCases.map(\.rawValue)))
    }
}
