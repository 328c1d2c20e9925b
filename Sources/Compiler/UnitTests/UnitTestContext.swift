internal import Adapter
internal import Diagnostics
internal import Formats
internal import Jinja
internal import ProjectGraph
internal import ProjectLoading
internal import ProjectModel
internal import TemplateLibrary

/// The names of a tested model's code in a unit test: references give fixtures, and the test's overrides come first.
///
/// Source: dbt-core 1.11, unit tests.
final class UnitTestContext: RuntimeContext {
    private let inputs: UnitTestInputs
    private let overrides: DataMapping
    /// The inputs that the code has asked for, in order.
    private(set) var used: [UniqueID] = []

    init(_ project: RuntimeProject, _ test: UnitTest, node: Node, inputs: UnitTestInputs, session: AdapterSession) {
        self.inputs = inputs
        overrides = test.overrides
        super.init(project, node: node, session: session)
    }

    override func builtin(_ name: String, _ renderer: Renderer) throws(TemplateError) -> Value? {
        switch name {
        case "ref":
            return .function(name) { [unowned self] arguments, _ throws(TemplateError) in
                try stand(in: ReferenceArguments.ref(arguments))
            }
        case "source":
            return .function(name) { [unowned self] arguments, _ throws(TemplateError) in
                try stand(in: ReferenceArguments.source(arguments))
            }
        case "this":
            guard let this = inputs.this, let input = inputs.input(for: this) else { return .null }
            return .string(Text(use(input).render()))
        default: return try super.builtin(name, renderer)
        }
    }

    /// Puts the overrides of macros in their place. One of a built-in macro holds with and without `dbt.`.
    func overrideMacros(_ renderer: Renderer) throws(TemplateError) {
        for (name, value) in overrides["macros"]?.mapping ?? [:] {
            let path = name.split(separator: ".").map(String.init)
            guard let last = path.last, path.count <= 2 else { continue }
            if path.count == 2 {
                guard compilation.library.macro(named: last, in: path[0]) != nil else { continue }
                setMacro(last, in: path[0], returning: Value(value))
                if path[0] == "dbt" { set(last, replacement(last, Value(value))) }
            } else if let current = try lookup(last, renderer) {
                let isMacro = current.object is MacroValue
                set(last, isMacro ? replacement(last, Value(value)) : Value(value))
                if compilation.library.builtInMacro(named: last) != nil {
                    setMacro(last, in: "dbt", returning: Value(value))
                }
            }
        }
    }

    private func replacement(_ name: String, _ value: Value) -> Value { .function(name) { _, _ in value } }

    private func setMacro(_ name: String, in package: String, returning value: Value) {
        replacements[package, default: [:]][name] = replacement(name, value)
    }

    override func variable(_ name: String) -> DataValue? {
        overrides["vars"]?[name] ?? super.variable(name)
    }

    override func environmentVariable(_ name: String) -> String? {
        guard let value = overrides["env_vars"]?[name] else { return super.environmentVariable(name) }
        return value.string ?? value.pythonText
    }

    /// The stand-in of the model itself comes first, whether the code asks for it or not.
    func useThis() {
        if let this = inputs.this, let input = inputs.input(for: this) { _ = use(input) }
    }

    private func use(_ input: UnitTestInputs.Input) -> Relation {
        if !used.contains(input.original) { used.append(input.original) }
        return Relation.ephemeral(identifier: input.tableName)
    }

    private func stand(in call: RefCall) throws(TemplateError) -> Value {
        let target: ReferenceIndex.Target
        do throws(Diagnostic) {
            target = try project.manifest.references.resolve(call, from: package)
        } catch { throw TemplateError(error) }
        guard case .found(let id) = target, let input = inputs.input(for: id) else {
            throw notFound("node", call.name, call.package, isDisabled: false)
        }
        return .object(RelationObject(use(input)))
    }

    private func stand(in call: SourceCall) throws(TemplateError) -> Value {
        guard case .found(let id) = project.manifest.references.resolve(call, from: package),
            let input = inputs.input(for: id)
        else { throw notFound("source", "\(call.source).\(call.table)", nil, isDisabled: false) }
        return .object(RelationObject(use(input)))
    }
}
