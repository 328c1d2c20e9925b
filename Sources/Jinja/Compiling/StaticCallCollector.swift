internal import Diagnostics

/// Collects the calls that are written in a template.
struct StaticCallCollector {
    private var calls: [StaticCall] = []

    static func calls(in statements: [Statement]) -> [StaticCall] {
        var collector = StaticCallCollector()
        collector.visit(statements)
        return collector.calls
    }

    private mutating func add(_ callee: Expression, _ arguments: CallArguments, _ range: SourceRange) {
        calls.append(
            StaticCall(
                callee: Self.path(callee) ?? [], arguments: arguments.positional.map { StaticCall.Constant($0) },
                keywords: arguments.keyword.map { ($0.name, StaticCall.Constant($0.value)) },
                hasDynamicArguments: arguments.starred != nil || arguments.doubleStarred != nil, range: range))
    }

    private static func path(_ expression: Expression) -> [String]? {
        switch expression {
        case .name(let name, _): [name]
        case .attribute(let base, let name, _): path(base).map { $0 + [name] }
        case .item(let base, .constant(.string(let name), _), _): path(base).map { $0 + [name.string] }
        default: nil
        }
    }

    private mutating func visit(_ statements: [Statement]) {
        for statement in statements { visit(statement) }
    }

    private mutating func visit(_ macro: MacroDefinition) {
        for parameter in macro.parameters { visit(parameter.defaultValue) }
        visit(macro.body)
    }

    private mutating func visit(_ statement: Statement) {
        switch statement {
        case .output(let items): for item in items { visit(item) }
        case .if(let branches, let otherwise):
            for branch in branches {
                visit(branch.condition)
                visit(branch.body)
            }
            visit(otherwise)
        case .macro(let macro): visit(macro)
        case .for(let loop):
            visit(loop.iterable)
            visit(loop.condition)
            visit(loop.body)
            visit(loop.otherwise)
        case .callBlock(let macro, let call):
            visit(call)
            visit(macro)
        case .filterBlock(let filter, let body, _):
            visit(filter)
            visit(body)
        case .with(let bindings, let body, _):
            for binding in bindings { visit(binding.value) }
            visit(body)
        case .set(_, let value, _): visit(value)
        case .setBlock(_, let filter, let body, _):
            visit(filter)
            visit(body)
        case .expression(let expression, _): visit(expression)
        case .block(let block): visit(block.body)
        case .autoescape(let option, let body, _):
            visit(option)
            visit(body)
        case .load(let statement): visit(statement.template)
        case .break, .continue: break
        }
    }

    private mutating func visit(_ expression: Expression?) {
        switch expression {
        case nil, .name, .constant, .data, .namespaceTarget: break
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
            visit(lower)
            visit(upper)
            visit(step)
        case .call(let callee, let arguments, let range):
            add(callee, arguments, range)
            visit(callee)
            visit(arguments)
        case .filter(let value, _, let arguments, _):
            visit(value)
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
            visit(otherwise)
        }
    }

    private mutating func visit(_ arguments: CallArguments) {
        for argument in arguments.positional { visit(argument) }
        for argument in arguments.keyword { visit(argument.value) }
        visit(arguments.starred)
        visit(arguments.doubleStarred)
    }
}

extension StaticCall.Constant {
    /// The value of an expression made of literals; unknown for others.
    init(_ expression: Expression) {
        switch expression {
        case .constant(let constant, _):
            switch constant {
            case .null: self = .none
            case .bool(let flag): self = .bool(flag)
            case .int(let number): self = .int(number)
            case .float(let number): self = .float(number)
            case .string(let text): self = .string(text.string)
            case .bigInt: self = .unknown
            }
        case .list(let items, _), .tuple(let items, _): self = .list(items.map { Self($0) })
        case .dict(let items, _): self = .dict(items.map { Self($0.key) }, items.map { Self($0.value) })
        case .unary(.negative, .constant(.int(let number), _), _): self = .int(0 &- number)
        case .concat, .name: self = .unknown
        default: self = .unknown
        }
    }
}
