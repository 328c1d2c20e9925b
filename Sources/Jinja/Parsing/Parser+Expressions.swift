internal import Diagnostics

extension Parser {
    /// Notes the height of an expression built on the one that was just read and on one `other` high.
    mutating func grow(over other: Int = 0) throws(TemplateError) {
        height = max(height, other) + 1
        guard height < Self.heightLimit else { throw tooDeep() }
    }

    /// Reads an expression, or several with commas as a tuple.
    mutating func parseTuple(
        isSimple: Bool = false, withConditional: Bool = true, isParenthesized: Bool = false, withNamespace: Bool = false
    ) throws(TemplateError) -> Expression {
        let start = current.start
        var items: [Expression] = []
        var highest = 0
        if isTupleEnd {
            guard isParenthesized else {
                throw fail("Expected an expression, got \(quoted(describe(current)))")
            }
        } else {
            let first = try parseTupleItem(isSimple, withConditional, withNamespace)
            guard current.kind == .comma else { return first }
            items.append(first)
            highest = height
        }
        while try skip(.comma) {
            if isTupleEnd { break }
            items.append(try parseTupleItem(isSimple, withConditional, withNamespace))
            highest = max(highest, height)
        }
        try grow(over: highest)
        return .tuple(items, SourceRange(start, previousEnd))
    }

    private mutating func parseTupleItem(
        _ isSimple: Bool, _ withConditional: Bool, _ withNamespace: Bool
    ) throws(TemplateError) -> Expression {
        isSimple
            ? try parsePrimary(withNamespace: withNamespace) : try parseExpression(withConditional: withConditional)
    }

    /// Jinja2 also means to stop before `in` and `recursive`, but the check never applies, and so not here.
    private var isTupleEnd: Bool {
        switch current.kind {
        case .variableEnd, .blockEnd, .rparen: true
        default: false
        }
    }

    mutating func parseExpression(withConditional: Bool = true) throws(TemplateError) -> Expression {
        if try standsAlone() { return try parsePrimary() }
        nesting += 1
        guard nesting < Self.nestingLimit else { throw tooDeep() }
        defer { nesting -= 1 }
        return withConditional ? try parseConditional() : try parseOr()
    }

    /// Whether a name or literal makes the whole expression, which then needs no way through all operators.
    private mutating func standsAlone() throws(TemplateError) -> Bool {
        switch current.kind {
        case .string, .integer, .float: break
        case .name where current.name.keyword != .not: break
        default: return false
        }
        return switch try look().kind {
        case .comma, .rparen, .rbracket, .rbrace, .colon, .variableEnd, .blockEnd: true
        default: false
        }
    }

    private mutating func parseConditional() throws(TemplateError) -> Expression {
        var start = current.start
        var result = try parseOr()
        while try skip(.if) {
            var highest = height
            let condition = try parseOr()
            highest = max(highest, height)
            var otherwise: Expression?
            if try skip(.else) {
                nesting += 1
                guard nesting < Self.nestingLimit else { throw tooDeep() }
                otherwise = try parseConditional()
                nesting -= 1
            }
            try grow(over: highest)
            result = .conditional(
                condition: condition, then: result, otherwise: otherwise, SourceRange(start, previousEnd))
            start = current.start
        }
        return result
    }

    private mutating func parseOr() throws(TemplateError) -> Expression {
        let start = current.start
        var left = try parseAnd()
        while current.kind == .name, try skip(.or) {
            let other = height
            let right = try parseAnd()
            try grow(over: other)
            left = .or(left, right, SourceRange(start, previousEnd))
        }
        return left
    }

    private mutating func parseAnd() throws(TemplateError) -> Expression {
        let start = current.start
        var left = try parseNot()
        while current.kind == .name, try skip(.and) {
            let other = height
            let right = try parseNot()
            try grow(over: other)
            left = .and(left, right, SourceRange(start, previousEnd))
        }
        return left
    }

    private mutating func parseNot() throws(TemplateError) -> Expression {
        guard isCurrent(.not) else { return try parseCompare() }
        let start = try next().start
        nesting += 1
        guard nesting < Self.nestingLimit else { throw tooDeep() }
        let operand = try parseNot()
        nesting -= 1
        try grow()
        return .unary(.not, operand, SourceRange(start, previousEnd))
    }

    private mutating func parseCompare() throws(TemplateError) -> Expression {
        let start = current.start
        let left = try parseSum()
        var operands: [(Expression.Comparison, Expression)] = []
        var highest = height
        while let comparison = try parseComparison() {
            operands.append((comparison, try parseSum()))
            highest = max(highest, height)
        }
        guard !operands.isEmpty else { return left }
        try grow(over: highest)
        return .compare(left, operands, SourceRange(start, previousEnd))
    }

    private mutating func parseComparison() throws(TemplateError) -> Expression.Comparison? {
        let comparison: Expression.Comparison
        switch current.kind {
        case .eq: comparison = .equal
        case .ne: comparison = .notEqual
        case .lt: comparison = .less
        case .lteq: comparison = .lessEqual
        case .gt: comparison = .greater
        case .gteq: comparison = .greaterEqual
        case .name where current.name == .in: comparison = .in
        case .name where current.name == .not:
            let following = try look()
            guard following.kind == .name, following.name == .in else { return nil }
            try next()
            comparison = .notIn
        default: return nil
        }
        try next()
        return comparison
    }

    private mutating func parseSum() throws(TemplateError) -> Expression {
        let start = current.start
        var left = try parseConcat()
        while current.kind == .add || current.kind == .sub {
            let operation: Arithmetic = try next().kind == .add ? .add : .subtract
            let other = height
            let right = try parseConcat()
            try grow(over: other)
            left = .binary(operation, left, right, SourceRange(start, previousEnd))
        }
        return left
    }

    private mutating func parseConcat() throws(TemplateError) -> Expression {
        let start = current.start
        let first = try parseProduct()
        guard current.kind == .tilde else { return first }
        var items = [first]
        var highest = height
        while try skip(.tilde) {
            items.append(try parseProduct())
            highest = max(highest, height)
        }
        try grow(over: highest)
        return .concat(items, SourceRange(start, previousEnd))
    }

    private mutating func parseProduct() throws(TemplateError) -> Expression {
        let start = current.start
        var left = try parsePower()
        while true {
            let operation: Arithmetic
            switch current.kind {
            case .mul: operation = .multiply
            case .div: operation = .divide
            case .floordiv: operation = .floorDivide
            case .mod: operation = .modulo
            default: return left
            }
            try next()
            let other = height
            let right = try parsePower()
            try grow(over: other)
            left = .binary(operation, left, right, SourceRange(start, previousEnd))
        }
    }

    private mutating func parsePower() throws(TemplateError) -> Expression {
        let start = current.start
        var left = try parseUnary()
        while try skip(.pow) {
            let other = height
            let right = try parseUnary()
            try grow(over: other)
            left = .binary(.power, left, right, SourceRange(start, previousEnd))
        }
        return left
    }

    private mutating func parseUnary(withFilter: Bool = true) throws(TemplateError) -> Expression {
        let start = current.start
        var node: Expression
        if current.kind == .sub || current.kind == .add {
            let isNegative = try next().kind == .sub
            nesting += 1
            guard nesting < Self.nestingLimit else { throw tooDeep() }
            let operand = try parseUnary(withFilter: false)
            nesting -= 1
            try grow()
            node = .unary(isNegative ? .negative : .positive, operand, SourceRange(start, previousEnd))
        } else {
            node = try parsePrimary()
        }
        node = try parsePostfix(node)
        return withFilter ? try parseFilterExpression(node) : node
    }

    /// Reads attributes, items and calls after an expression.
    mutating func parsePostfix(_ expression: Expression) throws(TemplateError) -> Expression {
        var node = expression
        while true {
            switch current.kind {
            case .dot: node = try parseAttribute(node)
            case .lbracket: node = try parseItem(node)
            case .lparen: node = try parseCall(node)
            default: return node
            }
            try grow()
        }
    }

    private mutating func parseFilterExpression(_ expression: Expression) throws(TemplateError) -> Expression {
        var node = expression
        while true {
            switch current.kind {
            case .pipe: node = try parseFilters(node) ?? node
            case .name where current.name == .is: node = try parseTest(node)
            case .lparen: node = try parseCall(node)
            default: return node
            }
            try grow()
        }
    }

    private mutating func parseAttribute(_ node: Expression) throws(TemplateError) -> Expression {
        try next()
        let token = current
        try next()
        let range = SourceRange(node.range.start, token.end)
        if token.kind == .name { return .attribute(node, token.name, range) }
        guard token.kind == .integer else { throw fail("expected name or number", at: token.start) }
        return .item(node, .constant(integer(token), SourceRange(token.start, token.end)), range)
    }

    private mutating func parseItem(_ node: Expression) throws(TemplateError) -> Expression {
        let start = try next().start
        var items: [Expression] = []
        let base = height
        var highest = base
        while current.kind != .rbracket {
            if !items.isEmpty { try expect(.comma) }
            items.append(try parseSubscript())
            highest = max(highest, height)
        }
        try expect(.rbracket)
        height = highest
        let range = SourceRange(node.range.start, previousEnd)
        return .item(node, items.count == 1 ? items[0] : .tuple(items, SourceRange(start, previousEnd)), range)
    }

    private mutating func parseSubscript() throws(TemplateError) -> Expression {
        let start = current.start
        var lower: Expression?
        if current.kind != .colon {
            let expression = try parseExpression()
            guard current.kind == .colon else { return expression }
            lower = expression
        }
        var highest = lower == nil ? 0 : height
        try next()
        let upper = try parseSliceBound()
        highest = max(highest, upper == nil ? 0 : height)
        var step: Expression?
        // A third colon is an expression that cannot begin so.
        if try skip(.colon) { step = try current.kind == .colon ? parseExpression() : parseSliceBound() }
        try grow(over: highest)
        return .slice(lower, upper, step, SourceRange(start, previousEnd))
    }

    private mutating func parseSliceBound() throws(TemplateError) -> Expression? {
        switch current.kind {
        case .colon, .rbracket, .comma: nil
        default: try parseExpression()
        }
    }

    mutating func parseCall(_ node: Expression) throws(TemplateError) -> Expression {
        let base = height
        let arguments = try parseArguments()
        height = max(height, base)
        hasCalls = true
        return .call(node, arguments, SourceRange(node.range.start, previousEnd))
    }

    mutating func parseArguments() throws(TemplateError) -> CallArguments {
        let start = try expect(.lparen).start
        var arguments = CallArguments()
        var needsComma = false
        var highest = 0
        func ensure(_ condition: Bool) throws(TemplateError) {
            guard condition else { throw fail("invalid syntax for function call expression", at: start) }
        }
        while current.kind != .rparen {
            if needsComma {
                try expect(.comma)
                if current.kind == .rparen { break }
            }
            if current.kind == .mul {
                try ensure(arguments.starred == nil && arguments.doubleStarred == nil)
                try next()
                arguments.starred = try parseExpression()
            } else if current.kind == .pow {
                try ensure(arguments.doubleStarred == nil)
                try next()
                arguments.doubleStarred = try parseExpression()
            } else if current.kind == .name, try look().kind == .assign {
                try ensure(arguments.doubleStarred == nil)
                let name = try next().name
                try next()
                arguments.keyword.append((name, try parseExpression()))
            } else {
                try ensure(arguments.starred == nil && arguments.doubleStarred == nil && arguments.keyword.isEmpty)
                arguments.positional.append(try parseExpression())
            }
            highest = max(highest, height)
            needsComma = true
        }
        try expect(.rparen)
        height = highest
        return arguments
    }

    /// Reads filters after an expression; nil stands for the text of a block.
    mutating func parseFilters(_ expression: Expression?, startsInline: Bool = false) throws(TemplateError)
        -> Expression?
    {
        var node = expression
        var isInline = startsInline
        while current.kind == .pipe || isInline {
            if !isInline { try next() }
            isInline = false
            let base = node == nil ? 0 : height
            let start = current.start
            let name = try parseDottedName()
            let arguments = current.kind == .lparen ? try parseArguments() : CallArguments()
            height = max(base, arguments.isEmpty ? 0 : height)
            try grow()
            node = .filter(node, name, arguments, SourceRange(start, previousEnd))
        }
        return node
    }

    private mutating func parseDottedName() throws(TemplateError) -> String {
        var name = names.text(try expect(.name).name)
        while try skip(.dot) { name += "." + names.text(try expect(.name).name) }
        return name
    }

    private mutating func parseTest(_ node: Expression) throws(TemplateError) -> Expression {
        let start = try next().start
        let base = height
        let isNegated = try skip(.not)
        let name = try parseDottedName()
        var arguments = CallArguments()
        switch current.kind {
        case .lparen: arguments = try parseArguments()
        case .string, .integer, .float, .lbracket, .lbrace: arguments.positional = [try parseTestArgument()]
        case .name where ![.else, .or, .and].contains(current.name.keyword):
            if current.name == .is { throw fail("You cannot chain multiple tests with is") }
            arguments.positional = [try parseTestArgument()]
        default: break
        }
        height = max(base, height)
        let range = SourceRange(start, previousEnd)
        let test = Expression.test(node, name, arguments, range)
        return isNegated ? .unary(.not, test, range) : test
    }

    private mutating func parseTestArgument() throws(TemplateError) -> Expression {
        try parsePostfix(try parsePrimary())
    }
}
