internal import Diagnostics
internal import Formats
internal import Jinja
internal import TemplateLibrary

/// The context of one vector: its variables, macros and packages over dbt's base context.
final class VectorSession {
    private let vector: Vector
    private let host: VectorHost
    private let resolver: VectorResolver

    private let limits: Renderer.Limits

    init(_ vector: Vector, limits: Renderer.Limits = Renderer.Limits()) {
        self.vector = vector
        self.limits = limits
        host = VectorHost(vector)
        resolver = VectorResolver(BaseContext(host: host))
    }

    /// What the template logged, printed and warned.
    var logs: [String] { host.logs }

    func render() throws(TemplateError) -> String {
        let renderer = try prepare()
        return try renderer.render(Template(dbt: source)).string
    }

    func evaluate() throws(TemplateError) -> Value {
        let renderer = try prepare()
        return try renderer.evaluate(Template(dbt: source, mode: .native))
    }

    func blocks() throws(TemplateError) -> DataValue {
        let types = vector.data["allowed_blocks"]?.list.map { Set($0.compactMap(\.string)) }
        let keepsText = vector.data["collect_raw_data"]?.bool ?? true
        return .list(
            try Self.split(source, into: types ?? TemplateBlock.defaultTypes, keepsText: keepsText).map { block in
                .mapping([
                    "type": .string(block.type ?? "__dbt__data"), "name": block.name.map(DataValue.string) ?? .null,
                    "contents": .string(source.text(block.contents)), "full": .string(source.text(block.full)),
                ])
            })
    }

    /// Whether the regular expression `pattern` of Python finds something in `text`.
    func matches(_ pattern: String, _ text: String) throws(TemplateError) -> Bool {
        resolver.values["pattern"] = .string(pattern)
        resolver.values["text"] = .string(text)
        let template = try Template(
            dbt: SourceText(path: "<pattern>", "{{ modules.re.search(pattern, text) is not none }}"))
        return try Renderer(resolver: resolver).render(template).string == "True"
    }

    private var source: SourceText { SourceText(path: "<template>", vector.template) }

    private func prepare() throws(TemplateError) -> Renderer {
        prepareContext()
        return try prepareMacros()
    }

    /// Makes the variables of the vector.
    func prepareContext() {
        for (name, value) in vector.context { resolver.values[name] = Value(value) }
    }

    /// Compiles the vector's template.
    func template() throws(TemplateError) -> Template { try Template(dbt: source) }

    /// Compiles the vector's macros and makes the render.
    func prepareMacros() throws(TemplateError) -> Renderer {
        for (package, text) in vector.data["packages"]?.mapping ?? [:] {
            let macros = DictObject()
            for macro in try Self.macros(in: text.string ?? "", package: package) {
                macros[macro.name] = .object(macro)
            }
            resolver.values[package] = .dict(macros)
        }
        if let text = vector.macros {
            for macro in try Self.macros(in: text, package: "root") { resolver.values[macro.name] = .object(macro) }
        }
        let isCapture = vector.data["capture"]?.bool ?? false
        return Renderer(resolver: resolver, undefined: isCapture ? .capture : .standard, limits: limits)
    }

    /// The macros of a file, each compiled as a template of its own, as dbt does.
    private static func macros(in text: String, package: String) throws(TemplateError) -> [MacroValue] {
        let file = SourceText(path: "macros/macros.sql", text)
        var macros: [MacroValue] = []
        for block in try split(file, into: TemplateBlock.macroTypes, keepsText: false) {
            let source = SourceText(path: file.path, file.text(block.full))
            let template = try Template(dbt: source)
            guard template.macroNames.count == 1, let name = template.macroNames.first else {
                throw TemplateError(.compilation, "Found multiple macros in \(file.text(block.full)), expected 1")
            }
            guard name.hasPrefix(MacroNames.prefix) else { continue }
            let short = String(name.dropFirst(MacroNames.prefix.utf8.count))
            macros.append(MacroValue(template, name: short, package: package, path: file.path))
        }
        return macros
    }

    private static func split(
        _ source: SourceText, into types: Set<String>, keepsText: Bool
    ) throws(TemplateError) -> [TemplateBlock] {
        do throws(Diagnostic) {
            return try BlockSplitter.split(source, into: types, keepsText: keepsText)
        } catch {
            throw TemplateError(error)
        }
    }
}

/// Looks up the vector's names, then dbt's.
private final class VectorResolver: NameResolver {
    var values: [String: Value] = [:]
    private let base: BaseContext

    init(_ base: BaseContext) {
        self.base = base
    }

    func lookup(_ name: String, _ renderer: Renderer) throws(TemplateError) -> Value? {
        if let value = values[name] { return value }
        switch name {
        case "context":
            values[name] = .object(
                LazyMapping(
                    keys: { [self] in BaseContext.names + values.keys.sorted() },
                    lookup: { [self] name in values[name] ?? base.value(named: name) }))
        case "builtins":
            values[name] = .object(
                LazyMapping(keys: { BaseContext.names }, lookup: { [self] name in base.value(named: name) }))
        default:
            return base.value(named: name)
        }
        return values[name]
    }
}
