/// Which variables a scope knows and how they come in: a port of Jinja2's identifier tracking.
///
/// Jinja2's scoping rules are what this algorithm does, corner cases included, so the algorithm itself is kept.
/// Source: jinja2/idtracking.py.
final class Scope {
    /// How a variable gets its value when its scope is entered.
    enum Load {
        case parameter
        /// From the context.
        case resolve(Name)
        /// From the variable of the same name in an outer scope.
        case alias(Variable)
        /// Not assigned yet.
        case undefined
    }

    /// A variable: a slot of a function.
    struct Variable: Numbered {
        let function: Int
        let slot: Int

        var number: Int { slot }
    }

    let parent: Scope?
    let function: Function
    @safe @exclusivity(unchecked) private(set) var references = SmallMap<Name, Variable>()
    @safe @exclusivity(unchecked) private(set) var loads = SmallMap<Variable, Load>()
    @safe @exclusivity(unchecked) private(set) var stores = SmallMap<Name, Void>()
    /// The slots given to names of this scope; shared by the copies that branches make.
    private let slots: Slots

    private final class Slots { @safe @exclusivity(unchecked) var byName = SmallMap<Name, Variable>() }

    /// A function: what gets a frame of its own when it runs.
    final class Function {
        let id: Int
        let depth: Int
        let parent: Function?
        var slotCount = 0

        init(id: Int, parent: Function?) {
            self.id = id
            self.parent = parent
            depth = parent.map { $0.depth + 1 } ?? 0
        }

        func newSlot() -> Int {
            slotCount += 1
            return slotCount - 1
        }
    }

    init(parent: Scope?, function: Function) {
        self.parent = parent
        self.function = function
        slots = Slots()
    }

    private init(copying scope: Scope) {
        parent = scope.parent
        function = scope.function
        references = scope.references
        loads = scope.loads
        stores = scope.stores
        slots = scope.slots
    }

    func copy() -> Scope { Scope(copying: self) }

    private func define(_ name: Name, _ load: Load) {
        let variable: Variable
        if let known = slots.byName[name] {
            variable = known
        } else {
            variable = Variable(function: function.id, slot: function.newSlot())
            slots.byName[name] = variable
        }
        references[name] = variable
        loads[variable] = load
    }

    func findReference(_ name: Name) -> Variable? {
        var scope: Scope? = self
        while let current = scope {
            if let variable = current.references[name] { return variable }
            scope = current.parent
        }
        return nil
    }

    func findLoad(_ variable: Variable) -> (load: Load, scope: Scope)? {
        var scope: Scope? = self
        while let current = scope {
            if let load = current.loads[variable] { return (load, current) }
            scope = current.parent
        }
        return nil
    }

    func store(_ name: Name) {
        stores[name] = ()
        guard !references.contains(name) else { return }
        if let outer = parent?.findReference(name) { return define(name, .alias(outer)) }
        define(name, .undefined)
    }

    func declareParameter(_ name: Name) {
        stores[name] = ()
        define(name, .parameter)
    }

    func load(_ name: Name) {
        if findReference(name) == nil { define(name, .resolve(name)) }
    }

    /// Takes over what the branches of an `if` have found.
    func update(from branches: [Scope]) {
        // Branches began as copies of this scope: what it has comes first in them.
        let (knownReferences, knownStores) = (references.entries.count, stores.entries.count)
        var branchStores = SmallMap<Name, Void>()
        for branch in branches {
            for (name, _) in branch.stores.entries.dropFirst(knownStores) { branchStores[name] = () }
        }
        for branch in branches {
            for (name, variable) in branch.references.entries.dropFirst(knownReferences) { references[name] = variable }
            for (variable, load) in branch.loads.entries { loads[variable] = load }
        }
        for (name, _) in branchStores.entries { stores[name] = () }
        for (name, _) in branchStores.entries {
            guard let variable = findReference(name) else { continue }
            if let outer = parent?.findReference(name) {
                loads[variable] = .alias(outer)
            } else {
                loads[variable] = .resolve(name)
            }
        }
    }
}
