internal import Diagnostics
internal import Formats
internal import Jinja
internal import ProjectLoading
internal import ProjectModel
internal import Synchronization
internal import TemplateLibrary

/// Renders descriptions: templates that know `doc()`, `var` and `env_var` and nothing else.
///
/// Source: dbt-core 1.11, doc and docs blocks.
struct Descriptions: Sendable {
    private let memory = DescriptionMemory()
    private let compilation: Compilation
    /// The contents of docs blocks by package and name.
    private let blocks: [String: [String: Documentation]]

    init(_ compilation: Compilation, documentation: [Documentation]) {
        self.compilation = compilation
        var blocks: [String: [String: Documentation]] = [:]
        for block in documentation { blocks[block.packageName, default: [:]][block.name] = block }
        self.blocks = blocks
    }

    /// Renders the descriptions of a node and its columns and notes the blocks that they use.
    func apply(to node: inout Node) throws(Diagnostic) {
        // dbt leaves functions out.
        guard node.resourceType != .function else { return }
        (node.description, node.docBlocks) = try render(node.description, package: node.packageName, of: node.label)
        for name in node.columns.keys {
            guard let column = node.columns[name], !column.description.isEmpty else { continue }
            let (text, used) = try render(column.description, package: node.packageName, of: node.label)
            node.columns[name]?.description = text
            node.columns[name]?.docBlocks = used
        }
    }

    func apply(to source: inout SourceTable) throws(Diagnostic) {
        let label = "source \(source.sourceName).\(source.name) (\(source.originalFilePath))"
        (source.description, source.docBlocks) = try render(
            source.description, package: source.packageName, of: label)
        (source.sourceDescription, _) = try render(source.sourceDescription, package: source.packageName, of: label)
        for name in source.columns.keys {
            guard let column = source.columns[name], !column.description.isEmpty else { continue }
            let (text, used) = try render(column.description, package: source.packageName, of: label)
            source.columns[name]?.description = text
            source.columns[name]?.docBlocks = used
        }
    }

    /// Renders the descriptions of an exposure, a metric or another resource of yml files, and of the elements of a
    /// semantic model. That of a group is no template.
    func apply(to resource: inout GraphResource) throws(Diagnostic) {
        guard resource.resourceType != .group else { return }
        let label = "\(resource.resourceType.rawValue) \(resource.name) (\(resource.originalFilePath))"
        (resource.description, _) = try render(resource.description, package: resource.packageName, of: label)
        resource.fields = try rendered(resource.fields, package: resource.packageName, of: label)
        guard resource.resourceType == .semanticModel else { return }
        for key in ["entities", "measures", "dimensions"] {
            guard let elements = resource.fields[key]?.list else { continue }
            resource.fields[key] = .list(
                try elements.map { element throws(Diagnostic) in
                    guard let fields = element.mapping else { return element }
                    return .mapping(try rendered(fields, package: resource.packageName, of: label))
                })
        }
    }

    /// The fields with their `description` rendered.
    func rendered(_ fields: DataMapping, package: String, of label: String) throws(Diagnostic) -> DataMapping {
        guard let text = fields["description"]?.string else { return fields }
        var fields = fields
        fields["description"] = .string(try render(text, package: package, of: label).0)
        return fields
    }

    /// A description's text and the ids of the blocks that it uses.
    func render(_ text: String, package: String, of label: String) throws(Diagnostic) -> (String, [UniqueID]) {
        guard Template.hasTags(Array(text.utf8)) else { return (text, []) }
        if let known = memory.result(of: text, in: package) { return known }
        let result = try rendered(text, package: package, of: label)
        memory.keep(result, of: text, in: package)
        return result
    }

    private func rendered(_ text: String, package: String, of label: String) throws(Diagnostic) -> (String, [UniqueID])
    {
        let context = DescriptionContext(compilation, package: package) { names throws(TemplateError) in
            try block(names, package: package, of: label)
        }
        do throws(TemplateError) {
            let template = try Template(text, environment: TemplateEnvironments.text)
            let rendered = try Renderer(resolver: context).render(template)
            return (rendered.string, context.used)
        } catch {
            var diagnostic = error.diagnostic
            diagnostic.subject = label
            throw diagnostic
        }
    }

    /// The block that `doc()` means in a description of `package`: the root's first, then its own, then any.
    private func block(_ names: [String], package: String, of label: String) throws(TemplateError) -> Documentation {
        guard let name = names.last else { throw TemplateError(.type, "doc() takes one or two names") }
        let root = compilation.project.root
        let first = root.project.searchesOwnPackageFirst ? [package, root.name] : [root.name, package]
        let packages =
            names.count > 1 ? [names[0]] : first + blocks.keys.filter { !first.contains($0) }.sorted()
        for candidate in packages {
            if let block = blocks[candidate]?[name] { return block }
        }
        throw TemplateError(
            Diagnostic(
                .docNotFound,
                "Documentation for '\(label)' depends on doc '\(name)' \(names.count > 1 ? "in package '\(names[0])' " : "")"
                    + "which was not found",
                hint: Suggestion.hint(for: name, in: blocks.values.flatMap(\.keys))))
    }
}

/// What the same text gave before: many columns are described by one block.
private final class DescriptionMemory: Sendable {
    private struct Key: Hashable {
        var text: String
        var package: String
    }

    private let results = Mutex<[Key: (String, [UniqueID])]>([:])

    func result(of text: String, in package: String) -> (String, [UniqueID])? {
        results.withLock { $0[Key(text: text, package: package)] }
    }

    func keep(_ result: (String, [UniqueID]), of text: String, in package: String) {
        results.withLock { $0[Key(text: text, package: package)] = result }
    }
}

/// The names of a description.
private final class DescriptionContext: RenderContext {
    private(set) var used: [UniqueID] = []
    private let block: ([String]) throws(TemplateError) -> Documentation

    init(
        _ compilation: Compilation, package: String,
        block: @escaping ([String]) throws(TemplateError) -> Documentation
    ) {
        self.block = block
        super.init(compilation, package: package)
    }

    override func builtin(_ name: String, _ renderer: Renderer) throws(TemplateError) -> Value? {
        guard name == "doc" else { return try super.builtin(name, renderer) }
        return .function(name) { [unowned self] arguments, _ throws(TemplateError) in
            let found = try block(arguments.positional.compactMap(\.string))
            used.append(found.uniqueID)
            return .string(found.contents)
        }
    }
}

extension Diagnostic.Code {
    /// `doc()` of a block that does not exist.
    static let docNotFound = Self(rawValue: "doc-not-found")
}
