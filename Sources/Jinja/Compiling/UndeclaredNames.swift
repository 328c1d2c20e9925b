/// Whether special names such as `caller` or `loop` are read before they are assigned.
/// Source: jinja2/compiler.py, UndeclaredNameVisitor.
struct UndeclaredNames {
    /// At most three names, so a search beats hashing every name of the template.
    private var wanted: [String]
    private(set) var found: [String] = []

    static func find(_ names: [String], in statements: [Statement]) -> [String] {
        var finder = UndeclaredNames(wanted: names)
        finder.visit(statements)
        return finder.found
    }

    private mutating func load(_ name: String) {
        if wanted.contains(name), !found.contains(name) { found.append(name) }
    }

    private mutating func store(_ target: Expression) {
        switch target {
        case .name(let name, _): wanted.removeAll { $0 == name }
        case .tuple(let items, _): for item in items { store(item) }
        default: break
        }
    }

    private mutating func visit(_ statements: [Statement]) {
        for statement in statements { visit(statement) }
    }

    private mutating func visit(_ macro: MacroDefinition) {
        for parameter in macro.parameters { wanted.removeAll { $0 == parameter.name } }
        for parameter in macro.parameters { if let value = parameter.defaultValue { visit(value) } }
        visit(macro.body)
    }

    private mutating func visit(_ statement: Statement) {
        switch statement {
        case .output(let items): for item in items { visit(item) }
        case .if(let branches, let otherwise):
            for (index, branch) in branches.enumerated() where index == 0 {
                visit(branch.condition)
                visit(branch.body)
            }
            for branch in branches.dropFirst() {
                visit(branch.condition)
                visit(branch.body)
            }
            visit(otherwise)
        case .macro(let macro): visit(macro)
        case .for(let loop):
            store(loop.target)
            visit(loop.iterable)
            visit(loop.body)
            visit(loop.otherwise)
            if let condition = loop.condition { visit(condition) }
        case .callBlock(let macro, let call):
            visit(call)
            visit(macro)
        case .filterBlock(let filter, let body, _):
            visit(body)
            visit(filter)
        case .with(let bindings, let body, _):
            for binding in bindings { store(binding.target) }
            for binding in bindings { visit(binding.value) }
            visit(body)
        case .set(let target, let value, _):
            store(target)
            visit(value)
        case .setBlock(let target, let filter, let body, _):
            store(target)
            if let filter { visit(filter) }
            visit(body)
        case .expression(let expression, _): visit(expression)
        case .autoescape(let option, let body, _):
            visit(option)
            visit(body)
        case .load(let statement): visit(statement.template)
        case .block, .break, .continue: break
        }
    }

    private mutating func visit(_ expression: Expression) {
        switch expression {
        case .name(let name, _): load(name)
        case .constant, .data, .namespaceTarget: break
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

    private mutating func visit(_ arguments: CallArguments) {
        for argument in arguments.positional { visit(argument) }
        for argument in arguments.keyword { visit(argument.value) }
        if let starred = arguments.starred { visit(starred) }
        if let doubleStarred = arguments.doubleStarred { visit(doubleStarred) }
    }
}
