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

    mutating func visit(_ arguments: CallArguments) {
        for argument in arguments.positional { visit(argument) }
        for argument in arguments.keyword { visit(argument.value) }
        if let starred = arguments.starred { visit(starred) }
        if let doubleStarred = arguments.doubleStarred { visit(doubleStarred) }
    }

    mutating func visit(_ expression: Expression) {
        switch expression {
        case .name(let name, _), .namespaceTarget(let name, _, _): scope.load(name)
        case .constant, .data: break
        case .tuple(let items, _), .list(let items, _), .concat(let items, _): for item in items { visit(item) }
        case .dict(let items, _):
            for item in items {
                visit(item.key)
                visit(item.value)
            }
        case .attribute(let base, _, _), .unary(_, let base, _): visit(base)
        case .item(let left, let right, _), .binary(_, let left, let right, _), .and(let left, let right, _),
            .or(let left, let right, _):
            visit(left)
            visit(right)
        case .slice(let lower, let upper, let step, _):
            if let lower { visit(lower) }
            if let upper { visit(upper) }
            if let step { visit(step) }
        case .call(let callee, let arguments, _):
            visit(callee)
            visit(arguments)
        case .filter(let value, _, let arguments, _):
            if let value { visit(value) }
            visit(arguments)
        case .test(let value, _, let arguments, _):
            visit(value)
            visit(arguments)
        case .compare(let left, let operands, _):
            visit(left)
            for operand in operands { visit(operand.1) }
        case .conditional(let condition, let then, let otherwise, _):
            visit(condition)
            visit(then)
            if let otherwise { visit(otherwise) }
        }
    }
}
