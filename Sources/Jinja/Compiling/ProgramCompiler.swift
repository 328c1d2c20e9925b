internal import Diagnostics

/// What a template runs.
final class Program: Sendable {
    let root: Block
    let rootSlots: Int
    /// The macros defined at the top level, by their complete names.
    let macros: [String: CompiledMacro]

    init(root: Block, rootSlots: Int, macros: [String: CompiledMacro]) {
        self.root = root
        self.rootSlots = rootSlots
        self.macros = macros
    }
}

/// The names that a template takes from its context.
final class FreeNames {
    @safe @exclusivity(unchecked) private var indices = SmallMap<Name, Int>()

    /// The names in the order of their first use.
    var names: [Name] { indices.entries.map(\.key) }

    func index(of name: Name) -> Int {
        if let index = indices[name] { return index }
        let index = indices.entries.count
        indices[name] = index
        return index
    }
}

/// Turns statements into executable nodes: finds scopes, numbers slots, folds constants.
///
/// Source: jinja2/compiler.py, whose frames these are.
struct ProgramCompiler {
    /// Where statements stand: their variables and how their output is collected.
    struct Context {
        var scope: Scope
        var isTopLevel = false
        var isInLoop = false
        /// Inside an `if` or inline `if`: unknown filters fail only when they run.
        var isSoft = false
        /// Output is collected and joined, so that native mode accepts only text.
        var isBuffered = false
        /// Inside `{% autoescape %}`: nothing is folded, and output may be escaped.
        var isVolatile = false

        /// A context with a scope of its own.
        func inner(_ function: Scope.Function? = nil) -> Context {
            Context(
                scope: Scope(parent: scope, function: function ?? scope.function), isInLoop: isInLoop,
                isBuffered: isBuffered, isVolatile: isVolatile)
        }

        var soft: Context {
            var context = self
            context.isSoft = true
            return context
        }
    }

    let source: SourceText
    let environment: Environment
    let mode: Template.Mode
    let names: NameTable
    let freeNames = FreeNames()
    var functions: [Scope.Function] = []
    var macros: [String: CompiledMacro] = [:]
    var blocks: [String: CompiledBlock] = [:]
    var rootScope: Scope?
    let constants = ConstantStack()
    let folding: Folding

    init(_ source: SourceText, environment: Environment, mode: Template.Mode, names: NameTable) {
        self.source = source
        self.environment = environment
        self.mode = mode
        self.names = names
        folding = Folding(environment)
    }

    mutating func compile(_ statements: [Statement]) throws(TemplateError) -> Program {
        let function = newFunction(parent: nil)
        let context = Context(scope: Scope(parent: nil, function: function), isTopLevel: true)
        let blockStatements = names.mentions(.block) ? BlockFinder.blocks(in: statements) : []
        try checkBlocks(blockStatements)
        rootScope = context.scope
        let usesSelf = names.mentions(.selfName) && !UndeclaredNames.find([.selfName], in: statements).isEmpty
        if usesSelf { context.scope.declareParameter(Name(.selfName)) }
        var analysis = ScopeAnalysis(scope: context.scope)
        analysis.visit(statements)
        for block in blockStatements { try declare(block) }
        var body = enter(context.scope)
        if usesSelf, let variable = context.scope.findReference(Name(.selfName)) {
            body.append(SelfStatement(slot: variable.slot, blocks: blocks))
        }
        return Program(
            root: Block(try compile(statements, context, after: body)), rootSlots: function.slotCount, macros: macros)
    }

    mutating func newFunction(parent: Scope.Function?) -> Scope.Function {
        let function = Scope.Function(id: functions.count, parent: parent)
        functions.append(function)
        return function
    }

    func fail(_ kind: TemplateError.Kind, _ message: String, at range: SourceRange) -> TemplateError {
        TemplateError(kind, message, at: range, in: source)
    }

    /// The statements that give a scope's variables their first values; none when there is nothing to do.
    func enter(_ scope: Scope) -> [any Executable] {
        var loads: [(slot: Int, source: EnterScopeStatement.Source)] = []
        for (variable, load) in scope.loads.entries {
            switch load {
            case .parameter: break
            case .resolve(let name):
                // A name that is only read needs no slot: it is looked up where it is used.
                if scope.stores.contains(name) {
                    loads.append((variable.slot, .free(index: freeNames.index(of: name))))
                }
            case .alias(let outer): loads.append((variable.slot, aliasSource(outer, scope)))
            case .undefined: loads.append((variable.slot, .missing))
            }
        }
        return loads.isEmpty ? [] : [EnterScopeStatement(loads)]
    }

    private func aliasSource(_ outer: Scope.Variable, _ scope: Scope) -> EnterScopeStatement.Source {
        if let (load, owner) = scope.findLoad(outer), case .resolve(let name) = load, !owner.stores.contains(name) {
            return .free(index: freeNames.index(of: name))
        }
        if outer.function == scope.function.id { return .slot(outer.slot) }
        return .outer(depth: depth(from: scope.function, to: outer.function), slot: outer.slot)
    }

    func depth(from function: Scope.Function, to id: Int) -> Int {
        var depth = 0
        var current: Scope.Function? = function
        while let candidate = current, candidate.id != id {
            depth += 1
            current = candidate.parent
        }
        return depth
    }

    /// The node that reads a name.
    func read(_ name: Name, _ scope: Scope, _ range: SourceRange) throws(TemplateError) -> any Evaluable {
        guard let variable = scope.findReference(name) else {
            throw fail(
                .pythonAssert,
                "Tried to resolve a name to a reference that was unknown to the frame ('\(names.text(name))')",
                at: range)
        }
        if let (load, owner) = scope.findLoad(variable), case .resolve = load, !owner.stores.contains(name) {
            let free = FreeNameNode(index: freeNames.index(of: name), name: names.text(name), range: range)
            // Blocks see what the top level has assigned by the time they run.
            if let rootScope, owner !== rootScope, owner.function.id != 0, functionIsBlock(owner.function),
                let exported = rootScope.findReference(name), rootScope.stores.contains(name)
            {
                return ExportedNameNode(
                    depth: depth(from: scope.function, to: exported.function), slot: exported.slot, name: free)
            }
            return free
        }
        if variable.function == scope.function.id { return SlotNode(slot: variable.slot, name: names.text(name)) }
        return OuterSlotNode(
            depth: depth(from: scope.function, to: variable.function), slot: variable.slot, name: names.text(name))
    }

    private func functionIsBlock(_ function: Scope.Function) -> Bool {
        blocks.values.contains { $0.functionID == function.id }
    }

    /// The node that assigns to a target.
    func target(_ target: Expression, _ scope: Scope) throws(TemplateError) -> any Assignable {
        switch target {
        case .name(let name, let range):
            guard let variable = scope.findReference(name) else {
                throw fail(
                    .pythonAssert,
                    "Tried to resolve a name to a reference that was unknown to the frame ('\(names.text(name))')",
                    at: range)
            }
            return SlotTarget(slot: variable.slot)
        case .tuple(let items, let range):
            return TupleTarget(
                try items.map { item throws(TemplateError) in try self.target(item, scope) }, range: range)
        case .namespaceTarget(let name, let attribute, let range):
            return NamespaceTarget(
                base: try read(name, scope, range), attribute: names.attributeKey(attribute), range: range)
        default:
            throw fail(.syntax, "can't assign here", at: target.range)
        }
    }
}
