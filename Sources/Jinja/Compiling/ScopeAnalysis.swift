/// Finds the variables of one scope: a port of the visitors in jinja2/idtracking.py.
struct ScopeAnalysis {
    var scope: Scope

    mutating func visit(_ statements: [Statement]) {
        for statement in statements { visit(statement) }
    }

    mutating func visit(_ statement: Statement) {
        switch statement {
        case .output(let items): for item in items { visit(item) }
        case .if(let branches, let otherwise): visitIf(branches[...], otherwise)
        case .macro(let macro): if let name = macro.name { scope.store(name) }
        case .for(let loop): visit(loop.iterable)
        case .callBlock(_, let call): visit(call)
        case .filterBlock(let filter, _, _): visit(filter)
        case .with(let bindings, _, _): for binding in bindings { visit(binding.value) }
        case .set(let target, let value, _):
            visit(value)
            visitTarget(target)
        case .setBlock(let target, _, _, _): visitTarget(target)
        case .expression(let expression, _): visit(expression)
        case .block, .autoescape, .break, .continue: break
        case .load(let statement):
            visit(statement.template)
            switch statement.kind {
            case .import(let name): scope.store(name)
            case .from(let names): for name in names { scope.store(name.alias) }
            case .include, .extends: break
            }
        }
    }

    /// Jinja2 keeps `elif` branches as one list beside the body and the `else` branch.
    private mutating func visitIf(
        _ branches: ArraySlice<(condition: Expression, body: [Statement])>, _ otherwise: [Statement]
    ) {
        guard let first = branches.first else { return }
        visit(first.condition)
        let original = scope
        scope = original.copy()
        visit(first.body)
        let body = scope
        scope = original.copy()
        for branch in branches.dropFirst() { visitIf([branch], []) }
        let alternatives = scope
        scope = original.copy()
        visit(otherwise)
        let last = scope
        scope = original
        scope.update(from: [body, alternatives, last])
    }

    mutating func visitTarget(_ target: Expression, asParameter: Bool = false) {
        switch target {
        case .name(let name, _): asParameter ? scope.declareParameter(name) : scope.store(name)
        case .tuple(let items, _): for item in items { visitTarget(item, asParameter: asParameter) }
        case .namespaceTarget(let name, _, _): scope.load(name)
        default: break
        }
    }

    func visit(_ expression: Expression) {
        switch expression {
        case .name(let name, _), .namespaceTarget(let name, _, _): scope.load(name)
        default: expression.forEachPart(visit)
        }
    }
}
