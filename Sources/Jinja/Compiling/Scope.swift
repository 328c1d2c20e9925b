/// Which variables a scope knows and how they come in: a port of Jinja2's identifier tracking.
///
/// Jinja2's scoping rules are what this algorithm does, corner cases included, so the algorithm itself is kept.
/// Source: jinja2/idtracking.py.
final class Scope {
    /// How a variable gets its value when its scope is entered.
    enum Load {
        case parameter
        /// From the context.
        case resolve(String)
        /// From the variable of the same name in an outer scope.
        case alias(Variable)
        /// Not assigned yet.
        case undefined
    }

    /// A variable: a slot of a function.
    struct Variable: Hashable {
        let function: Int
        let slot: Int
    }

    let parent: Scope?
    let function: Function
    @safe @exclusivity(unchecked) private(set) var references: [(name: String, variable: Variable)] = []
    @safe @exclusivity(unchecked) private(set) var loads: [(variable: Variable, load: Load)] = []
    @safe @exclusivity(unchecked) private(set) var stores: [String] = []
    /// The slots given to names of this scope; shared by the copies that branches make.
    private let slots: Slots

    private final class Slots { var byName: [(name: String, variable: Variable)] = [] }

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

    private func define(_ name: String, _ load: Load) {
        let variable: Variable
        if let known = slots.byName.first(where: { $0.name == name }) {
            variable = known.variable
        } else {
            variable = Variable(function: function.id, slot: function.newSlot())
            slots.byName.append((name, variable))
        }
        setReference(name, variable)
        setLoad(variable, load)
    }

    private func setReference(_ name: String, _ variable: Variable) {
        if let index = references.firstIndex(where: { $0.name == name }) {
            references[index].variable = variable
        } else {
            references.append((name, variable))
        }
    }

    private func setLoad(_ variable: Variable, _ load: Load) {
        if let index = loads.firstIndex(where: { $0.variable == variable }) {
            loads[index].load = load
        } else {
            loads.append((variable, load))
        }
    }

    private func addStore(_ name: String) {
        if !stores.contains(name) { stores.append(name) }
    }

    func findReference(_ name: String) -> Variable? {
        for reference in references where reference.name == name { return reference.variable }
        return parent?.findReference(name)
    }

    func findLoad(_ variable: Variable) -> (load: Load, scope: Scope)? {
        for entry in loads where entry.variable == variable { return (entry.load, self) }
        return parent?.findLoad(variable)
    }

    func store(_ name: String) {
        addStore(name)
        guard !references.contains(where: { $0.name == name }) else { return }
        if let outer = parent?.findReference(name) { return define(name, .alias(outer)) }
        define(name, .undefined)
    }

    func declareParameter(_ name: String) {
        addStore(name)
        define(name, .parameter)
    }

    func load(_ name: String) {
        if findReference(name) == nil { define(name, .resolve(name)) }
    }

    /// Takes over what the branches of an `if` have found.
    func update(from branches: [Scope]) {
        var branchStores: [String] = []
        for branch in branches {
            for name in branch.stores where !stores.contains(name) && !branchStores.contains(name) {
                branchStores.append(name)
            }
        }
        for branch in branches {
            for (name, variable) in branch.references { setReference(name, variable) }
            for (variable, load) in branch.loads { setLoad(variable, load) }
            for name in branch.stores { addStore(name) }
        }
        for name in branchStores {
            guard let variable = findReference(name) else { continue }
            if let outer = parent?.findReference(name) {
                setLoad(variable, .alias(outer))
            } else {
                setLoad(variable, .resolve(name))
            }
        }
    }
}
