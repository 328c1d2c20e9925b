internal import Diagnostics

extension ProgramCompiler {
    func compile(_ arguments: CallArguments, _ context: Context, at range: SourceRange) throws(TemplateError)
        -> ArgumentsNode
    {
        var positional: [any Evaluable] = []
        for argument in arguments.positional { positional.append(try compile(argument, context)) }
        var keyword: [(name: String, value: any Evaluable)] = []
        for (name, value) in arguments.keyword {
            let text = names.text(name)
            guard !keyword.contains(where: { $0.name == text }) else {
                throw fail(.pythonSyntax, "keyword argument repeated: \(text)", at: range)
            }
            keyword.append((text, try compile(value, context)))
        }
        return ArgumentsNode(
            positional: positional, keyword: keyword,
            starred: try optional(arguments.starred, context),
            doubleStarred: try optional(arguments.doubleStarred, context))
    }

    private func optional(_ expression: Expression?, _ context: Context) throws(TemplateError) -> (any Evaluable)? {
        guard let expression else { return nil }
        return try compile(expression, context)
    }

    private func compileAll(_ items: [Expression], _ context: Context) throws(TemplateError) -> [any Evaluable] {
        var nodes: [any Evaluable] = []
        nodes.reserveCapacity(items.count)
        for item in items { nodes.append(try compile(item, context)) }
        return nodes
    }

    func compile(_ expression: Expression, _ context: Context) throws(TemplateError) -> any Evaluable {
        let mark = constants.mark
        let node = try compileUnfolded(expression, context)
        guard !context.isVolatile, constants.areEnough(for: expression, after: mark, folding) else {
            constants.replace(after: mark, with: nil)
            try checkParts(of: expression)
            return node
        }
        let folded = fold(expression, node)
        constants.replace(after: mark, with: folded)
        if folded == nil { try checkParts(of: expression) }
        return folded ?? node
    }

    /// Throws what is wrong with a constant dictionary inside an expression that Jinja2 tries to optimize and cannot.
    private func checkParts(of expression: Expression) throws(TemplateError) {
        guard let failure = constants.failure else { return }
        switch expression {
        case .unary, .binary, .concat, .compare, .attribute, .item, .filter, .test, .conditional, .and, .or, .call:
            throw failure
        default: break
        }
    }

    private func compileUnfolded(_ expression: Expression, _ context: Context) throws(TemplateError) -> any Evaluable {
        switch expression {
        case .name(let name, let range): return try read(name, context.scope, range)
        case .constant(.float(let number), let range) where !number.isFinite:
            return NonFiniteNode(number, range: range)
        case .constant(let constant, _): return ConstantNode(constant)
        case .data(let start, let end, _): return ConstantNode(.string(Text(source.bytes[start..<end])))
        case .tuple(let items, _): return TupleNode(try compileAll(items, context))
        case .list(let items, _): return ListNode(try compileAll(items, context))
        case .dict(let items, let range):
            var nodes: [(key: any Evaluable, value: any Evaluable)] = []
            for item in items { nodes.append((try compile(item.key, context), try compile(item.value, context))) }
            return DictNode(nodes, range: range)
        case .attribute(let base, let name, let range):
            return AttributeNode(try compile(base, context), names.attributeKey(name), range: range)
        case .item(let base, .slice(let lower, let upper, let step, _), let range):
            return SliceNode(
                try compile(base, context), try optional(lower, context), try optional(upper, context),
                try optional(step, context), range: range)
        case .item(let base, let index, let range):
            return ItemNode(try compile(base, context), try compile(index, context), range: range)
        case .slice(let lower, let upper, let step, _):
            return SliceValueNode([
                try optional(lower, context), try optional(upper, context), try optional(step, context),
            ])
        case .call(.attribute(let base, let name, _), let arguments, let range):
            return MethodCallNode(
                try compile(base, context), names.attributeKey(name), try compile(arguments, context, at: range),
                range: range
            )
        case .call(let callee, let arguments, let range):
            return CallNode(try compile(callee, context), try compile(arguments, context, at: range), range: range)
        case .filter(let value, let name, let arguments, let range):
            return try compileFilter(value, name, arguments, range, context)
        case .test(let value, let name, let arguments, let range):
            return try compileTest(value, name, arguments, range, context)
        case .unary(.not, let operand, _): return NotNode(try compile(operand, context))
        case .unary(let sign, let operand, let range):
            return SignNode(isNegative: sign == .negative, try compile(operand, context), range: range)
        case .binary(let operation, let left, let right, let range):
            let (left, right) = (try compile(left, context), try compile(right, context))
            if operation == .power, let base = Self.negativeConstant(left), !(right is ConstantNode),
                !(right is FoldedNode)
            {
                // Jinja2 writes a folded -2 into Python code without brackets, where ** binds tighter than the sign.
                return SignNode(
                    isNegative: true, BinaryNode(.power, ConstantNode(base), right, range: range), range: range)
            }
            return BinaryNode(operation, left, right, range: range)
        case .and(let left, let right, _): return AndNode(try compile(left, context), try compile(right, context))
        case .or(let left, let right, _): return OrNode(try compile(left, context), try compile(right, context))
        case .concat(let items, _): return ConcatNode(Self.joiningTexts(try compileAll(items, context)))
        case .compare(let left, let operands, let range):
            return try compileComparison(left, operands, range, context)
        case .conditional(let condition, let then, let otherwise, let range):
            let soft = context.soft
            return ConditionalNode(
                condition: try compile(condition, soft), then: try compile(then, soft),
                otherwise: try optional(otherwise, soft), range: range)
        case .namespaceTarget(_, _, let range): throw fail(.syntax, "unexpected namespace reference", at: range)
        }
    }

    /// The nodes with literal texts that follow each other joined to one.
    private static func joiningTexts(_ nodes: [any Evaluable]) -> [any Evaluable] {
        var joined: [any Evaluable] = []
        var last: Text?
        for node in nodes {
            guard case .string(let text)? = node.constant, text.marker == .plain else {
                joined.append(node)
                last = nil
                continue
            }
            if let before = last {
                let both = Operators.concatenate(before, text)
                joined[joined.count - 1] = ConstantNode(.string(both))
                last = both
            } else {
                joined.append(node)
                last = text
            }
        }
        return joined
    }

    /// The absolute value of a node that is a negative number.
    private static func negativeConstant(_ node: any Evaluable) -> Constant? {
        guard let folded = node as? FoldedNode, case .scalar(let constant) = folded.folded else { return nil }
        switch constant {
        case .int(let number) where number < 0 && number != .min: return .int(-number)
        case .float(let number) where number.sign == .minus && number.isFinite: return .float(-number)
        default: return nil
        }
    }

    private func compileComparison(
        _ left: Expression, _ operands: [(Expression.Comparison, Expression)], _ range: SourceRange, _ context: Context
    ) throws(TemplateError) -> any Evaluable {
        let first = try compile(left, context)
        if operands.count == 1 {
            return CompareNode(operands[0].0, first, try compile(operands[0].1, context), range: range)
        }
        var nodes: [(Expression.Comparison, any Evaluable)] = []
        for operand in operands { nodes.append((operand.0, try compile(operand.1, context))) }
        return CompareChainNode(first, nodes, range: range)
    }

    private func compileFilter(
        _ value: Expression?, _ name: String, _ arguments: CallArguments, _ range: SourceRange, _ context: Context
    ) throws(TemplateError) -> any Evaluable {
        guard let filter = environment.filters[name] else {
            guard context.isSoft else { throw fail(.assertion, "No filter named '\(name)'.", at: range) }
            return MissingNode("No filter named '\(name)' found.", range: range)
        }
        let node = try optional(value, context)
        return FilterNode(node, filter, try compile(arguments, context, at: range), range: range)
    }

    private func compileTest(
        _ value: Expression, _ name: String, _ arguments: CallArguments, _ range: SourceRange, _ context: Context
    ) throws(TemplateError) -> any Evaluable {
        guard let test = environment.tests[name] else {
            guard context.isSoft else { throw fail(.assertion, "No test named '\(name)'.", at: range) }
            return MissingNode("No test named '\(name)' found.", range: range)
        }
        let node = try compile(value, context)
        if arguments.isEmpty, let kind = SimpleTestNode.Kind(rawValue: name), test.isBuiltin {
            return SimpleTestNode(node, kind)
        }
        if let body = test.unary, arguments.isEmpty { return UnaryTestNode(node, body, range: range) }
        if let body = test.binary, arguments.isSingle {
            return BinaryTestNode(node, body, try compile(arguments.positional[0], context), range: range)
        }
        return TestNode(node, test, try compile(arguments, context, at: range), range: range)
    }
}
