// What lies inside a piece of syntax, in the order of the fields of Jinja2's nodes: every walk of a template uses it.

extension Expression {
    /// Gives the expressions directly inside this one.
    func forEachPart(_ visit: (Expression) -> Void) {
        switch self {
        case .name, .namespaceTarget, .constant, .data: break
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
            arguments.forEachPart(visit)
        case .filter(let value, _, let arguments, _):
            if let value { visit(value) }
            arguments.forEachPart(visit)
        case .test(let value, _, let arguments, _):
            visit(value)
            arguments.forEachPart(visit)
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

extension CallArguments {
    func forEachPart(_ visit: (Expression) -> Void) {
        for argument in positional { visit(argument) }
        for argument in keyword { visit(argument.value) }
        if let starred { visit(starred) }
        if let doubleStarred { visit(doubleStarred) }
    }
}

/// What lies directly inside a statement.
enum StatementPart {
    case expression(Expression)
    case body([Statement])
}

extension Statement {
    /// Gives the expressions and bodies directly inside this statement; not the targets of assignments.
    func forEachPart(_ visit: (StatementPart) -> Void) {
        switch self {
        case .output(let items): for item in items { visit(.expression(item)) }
        case .if(let branches, let otherwise):
            for branch in branches {
                visit(.expression(branch.condition))
                visit(.body(branch.body))
            }
            visit(.body(otherwise))
        case .for(let loop):
            visit(.expression(loop.iterable))
            visit(.body(loop.body))
            visit(.body(loop.otherwise))
            if let condition = loop.condition { visit(.expression(condition)) }
        case .macro(let macro): macro.forEachPart(visit)
        case .callBlock(let macro, let call):
            visit(.expression(call))
            macro.forEachPart(visit)
        case .filterBlock(let filter, let body, _):
            visit(.body(body))
            visit(.expression(filter))
        case .with(let bindings, let body, _):
            for binding in bindings { visit(.expression(binding.value)) }
            visit(.body(body))
        case .set(_, let value, _): visit(.expression(value))
        case .setBlock(_, let filter, let body, _):
            if let filter { visit(.expression(filter)) }
            visit(.body(body))
        case .expression(let expression, _): visit(.expression(expression))
        case .block(let block): visit(.body(block.body))
        case .autoescape(let option, let body, _):
            visit(.expression(option))
            visit(.body(body))
        case .load(let statement): visit(.expression(statement.template))
        case .break, .continue: break
        }
    }
}

extension MacroDefinition {
    fileprivate func forEachPart(_ visit: (StatementPart) -> Void) {
        for parameter in parameters { if let value = parameter.defaultValue { visit(.expression(value)) } }
        visit(.body(body))
    }
}
