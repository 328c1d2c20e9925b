internal import Diagnostics

/// Collects the calls that are written in a template.
struct StaticCallCollector {
    private let names: NameTable
    private var calls: [StaticCall] = []

    static func calls(in statements: [Statement], _ names: NameTable) -> [StaticCall] {
        var collector = StaticCallCollector(names: names)
        collector.visit(statements)
        return collector.calls
    }

    private mutating func add(_ callee: Expression, _ arguments: CallArguments, _ range: SourceRange) {
        calls.append(
            StaticCall(
                callee: path(callee) ?? [], arguments: arguments.positional.map { StaticCall.Constant($0) },
                keywords: arguments.keyword.map { (names.text($0.name), StaticCall.Constant($0.value)) },
                hasDynamicArguments: arguments.starred != nil || arguments.doubleStarred != nil, range: range))
    }

    private func path(_ expression: Expression) -> [String]? {
        switch expression {
        case .name(let name, _): [names.text(name)]
        case .attribute(let base, let name, _): path(base).map { $0 + [names.text(name)] }
        case .item(let base, .constant(.string(let name), _), _): path(base).map { $0 + [name.string] }
        default: nil
        }
    }

    private mutating func visit(_ statements: [Statement]) {
        for statement in statements { visit(statement) }
    }

    private mutating func visit(_ statement: Statement) {
        // The two statements whose parts do not stand in the order of Jinja2's fields.
        switch statement {
        case .for(let loop):
            visit(loop.iterable)
            if let condition = loop.condition { visit(condition) }
            visit(loop.body)
            visit(loop.otherwise)
        case .filterBlock(let filter, let body, _):
            visit(filter)
            visit(body)
        default:
            statement.forEachPart { part in
                switch part {
                case .expression(let expression): visit(expression)
                case .body(let statements): visit(statements)
                }
            }
        }
    }

    private mutating func visit(_ expression: Expression) {
        if case .call(let callee, let arguments, let range) = expression { add(callee, arguments, range) }
        expression.forEachPart { visit($0) }
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
