internal import Diagnostics

extension ProgramCompiler {
    /// - Parameter entering: what runs before the statements.
    mutating func compile(
        _ statements: [Statement], _ context: Context, after entering: [any Executable] = []
    ) throws(TemplateError) -> [any Executable] {
        var nodes = entering
        var count = entering.count
        for statement in statements {
            if case .output(let items) = statement { count += items.count } else { count += 1 }
        }
        nodes.reserveCapacity(count)
        for statement in statements { try compile(statement, context, into: &nodes) }
        return nodes
    }

    /// A body with a scope of its own.
    private mutating func block(_ statements: [Statement], _ context: Context) throws(TemplateError) -> Block {
        var analysis = ScopeAnalysis(scope: context.scope)
        analysis.visit(statements)
        return Block(try compile(statements, context, after: enter(context.scope)))
    }

    private mutating func compile(
        _ statement: Statement, _ context: Context, into nodes: inout [any Executable]
    ) throws(TemplateError) {
        constants.removeAll()
        switch statement {
        case .output(let items): try compileOutput(items, context, into: &nodes)
        case .for(let loop): nodes.append(try compileFor(loop, context))
        case .if(let branches, let otherwise):
            let soft = context.soft
            var compiled: [(condition: any Evaluable, body: Block)] = []
            for branch in branches {
                compiled.append((try compile(branch.condition, soft), Block(try compile(branch.body, soft))))
            }
            var last = otherwise.isEmpty ? nil : Block(try compile(otherwise, soft))
            for branch in compiled.dropFirst().reversed() {
                last = Block([IfStatement(branch.condition, body: branch.body, otherwise: last)])
            }
            nodes.append(IfStatement(compiled[0].condition, body: compiled[0].body, otherwise: last))
        case .macro(let macro):
            let compiled = try compileMacro(macro, context)
            guard let name = macro.name, let variable = context.scope.findReference(name) else { return }
            if context.isTopLevel { macros[names.text(name)] = compiled }
            nodes.append(MacroStatement(compiled, slot: variable.slot))
        case .callBlock(let macro, let call):
            guard case .call(let callee, let arguments, let range) = call else { return }
            let body = try compileMacro(macro, context)
            guard !arguments.keyword.contains(where: { $0.name == .caller }) else {
                throw fail(.pythonSyntax, "keyword argument repeated: caller", at: range)
            }
            nodes.append(
                CallBlockStatement(
                    body, callee: try compile(callee, context), arguments: try compile(arguments, context, at: range),
                    printsNative: isNative(context), range: macro.range))
        case .filterBlock(let filter, let body, let range):
            var inner = context.inner()
            var analysis = ScopeAnalysis(scope: inner.scope)
            analysis.visit(body)
            analysis.visit(filter)
            inner.isBuffered = true
            let block = Block(try compile(body, inner, after: enter(inner.scope)))
            nodes.append(
                FilterBlockStatement(
                    try compile(filter, inner), body: block, printsNative: isNative(context), range: range))
        case .with(let bindings, let body, _): nodes.append(try compileWith(bindings, body, context))
        case .set(let target, let value, let range):
            try checkNamespaceTargets(target, context, range)
            nodes.append(SetStatement(try self.target(target, context.scope), try compile(value, context)))
        case .setBlock(let target, let filter, let body, _):
            var inner = context.inner()
            inner.isBuffered = true
            let block = try block(body, inner)
            nodes.append(
                SetBlockStatement(
                    try self.target(target, context.scope),
                    filter: try filter.map { filter throws(TemplateError) in
                        try compile(filter, inner)
                    }, body: block))
        case .expression(let expression, _): nodes.append(ExpressionStatement(try compile(expression, context)))
        case .block(let block): nodes.append(try compileBlock(block, context))
        case .autoescape(let option, let body, _):
            var inner = context.inner()
            let node = try compile(option, analysed(option, inner))
            inner.isVolatile = true
            nodes.append(AutoescapeStatement(node, try block(body, inner)))
        case .break(let range):
            guard context.isInLoop else { throw fail(.pythonSyntax, "'break' outside loop", at: range) }
            nodes.append(BreakStatement())
        case .continue(let range):
            guard context.isInLoop else { throw fail(.pythonSyntax, "'continue' not properly in loop", at: range) }
            nodes.append(ContinueStatement())
        case .load(let statement): nodes.append(try compileLoad(statement, context))
        }
    }

    func isNative(_ context: Context) -> Bool { mode == .native && !context.isBuffered }

    private func analysed(_ expression: Expression, _ context: Context) -> Context {
        let analysis = ScopeAnalysis(scope: context.scope)
        analysis.visit(expression)
        return context
    }

    private func checkNamespaceTargets(_ target: Expression, _ context: Context, _ range: SourceRange)
        throws(TemplateError)
    {}

    private mutating func compileWith(
        _ bindings: [(target: Expression, value: Expression)], _ body: [Statement], _ context: Context
    ) throws(TemplateError) -> any Executable {
        let inner = context.inner()
        var analysis = ScopeAnalysis(scope: inner.scope)
        for binding in bindings { analysis.visitTarget(binding.target, asParameter: true) }
        analysis.visit(body)
        var nodes = enter(inner.scope)
        for binding in bindings {
            nodes.append(SetStatement(try target(binding.target, inner.scope), try compile(binding.value, context)))
        }
        return ScopeStatement(Block(try compile(body, inner, after: nodes)))
    }

    private mutating func compileLoad(_ statement: LoadStatement, _ context: Context) throws(TemplateError)
        -> any Executable
    {
        let template = try compile(statement.template, context)
        if case .include(ignoreMissing: true) = statement.kind {
            // Even then Jinja2 asks for its loader first, and dbt has none.
            return FailStatement(Self.noLoader, evaluating: template, range: statement.range)
        }
        if case .extends = statement.kind, !context.isTopLevel {
            throw fail(.assertion, "cannot use extend from a non top-level scope", at: statement.range)
        }
        return FailStatement(Self.noLoader, evaluating: template, range: statement.range)
    }

    private static let noLoader = TemplateError(.type, "no loader for this environment specified")

    /// Text and printed expressions: constant pieces become text, neighbours are joined where native mode counts nodes.
    private mutating func compileOutput(
        _ items: [Expression], _ context: Context, into nodes: inout [any Executable]
    ) throws(TemplateError) {
        var constant: [UInt8]?
        func flush(_ nodes: inout [any Executable]) {
            if let bytes = constant { nodes.append(NativeTextStatement(Text(bytes))) }
            constant = nil
        }
        let native = isNative(context)
        for item in items {
            if case .data(let start, let end, _) = item {
                if native {
                    constant = (constant ?? []) + source.bytes[start..<end]
                } else {
                    nodes.append(TextStatement(source.bytes, start: start, end: end))
                }
                continue
            }
            constants.removeAll()
            // The expression is compiled even if it is constant, for the errors of its filters and tests.
            let node = try compile(item, context)
            if let text = foldedText() {
                if native {
                    constant = (constant ?? []) + text
                } else {
                    nodes.append(ConstantTextStatement(text, range: item.range))
                }
            } else if native {
                flush(&nodes)
                nodes.append(NativePrintStatement(node, range: item.range))
            } else if mode == .native {
                nodes.append(StrictPrintStatement(node, range: item.range))
            } else if context.isVolatile {
                nodes.append(EscapingPrintStatement(node, range: item.range))
            } else {
                nodes.append(PrintStatement(node, range: item.range))
            }
        }
        flush(&nodes)
    }

    private mutating func compileMacro(_ macro: MacroDefinition, _ context: Context) throws(TemplateError)
        -> CompiledMacro
    {
        let function = newFunction(parent: context.scope.function)
        var inner = context.inner(function)
        inner.isInLoop = false
        inner.isBuffered = true
        let scope = inner.scope
        analyse(macro, scope)
        let explicitCaller = macro.parameters.firstIndex { $0.name == .caller }
        let keywords: [Keyword] = [.caller, .kwargs, .varargs]
        let special = keywords.contains(where: names.mentions) ? UndeclaredNames.find(keywords, in: macro.body) : []
        var usesCaller = false
        if special.contains(.caller) {
            usesCaller = true
            if let index = explicitCaller {
                guard macro.parameters[index].defaultValue != nil else {
                    throw fail(
                        .assertion,
                        "When defining macros or call blocks the special \"caller\" argument must be omitted or be given a default.",
                        at: macro.range)
                }
            } else {
                scope.declareParameter(Name(.caller))
            }
        }
        let parameterNames = Set(macro.parameters.map(\.name))
        let catchesKeywords = special.contains(.kwargs) && !parameterNames.contains(Name(.kwargs))
        let catchesPositional = special.contains(.varargs) && !parameterNames.contains(Name(.varargs))
        if catchesKeywords { scope.declareParameter(Name(.kwargs)) }
        if catchesPositional { scope.declareParameter(Name(.varargs)) }
        if parameterNames.count < macro.parameters.count {
            throw fail(.pythonSyntax, "duplicate argument in function definition", at: macro.range)
        }
        var parameters: [CompiledMacro.Parameter] = []
        for parameter in macro.parameters {
            guard let slot = scope.findReference(parameter.name)?.slot else { continue }
            var value: (any Evaluable)?
            if let expression = parameter.defaultValue { value = try compile(expression, inner) }
            parameters.append(.init(name: names.text(parameter.name), slot: slot, defaultValue: value))
        }
        let entering = Block(enter(scope))
        let body = Block(try compile(macro.body, inner))
        return CompiledMacro(
            name: macro.name.map(names.text), parameters: parameters, hasExplicitCaller: explicitCaller != nil,
            callerSlot: usesCaller ? scope.findReference(Name(.caller))?.slot : nil,
            keywordsSlot: catchesKeywords ? scope.findReference(Name(.kwargs))?.slot : nil,
            positionalSlot: catchesPositional ? scope.findReference(Name(.varargs))?.slot : nil,
            slotCount: function.slotCount, entering: entering, body: body, range: macro.range)
    }

    private func analyse(_ macro: MacroDefinition, _ scope: Scope) {
        var analysis = ScopeAnalysis(scope: scope)
        for parameter in macro.parameters { scope.declareParameter(parameter.name) }
        for parameter in macro.parameters { if let value = parameter.defaultValue { analysis.visit(value) } }
        analysis.visit(macro.body)
    }

    private mutating func compileFor(_ loop: ForStatement, _ context: Context) throws(TemplateError) -> any Executable {
        let usesLoop =
            loop.isRecursive
            || names.mentions(.loop) && UndeclaredNames.find([.loop], in: loop.body).contains(.loop)
            || names.mentions(.block) && BlockFinder.blocks(in: loop.body + loop.otherwise).contains(where: \.isScoped)
        if names.mentions(.loop), let range = LoopAssignmentFinder.find(in: loop) {
            throw fail(.assertion, "Can't assign to special loop variable in for-loop target", at: range)
        }
        let function = loop.isRecursive ? newFunction(parent: context.scope.function) : nil
        var bodyContext = context.inner(function)
        bodyContext.isInLoop = true
        if loop.isRecursive { bodyContext.isBuffered = true }
        if usesLoop { bodyContext.scope.declareParameter(Name(.loop)) }
        var analysis = ScopeAnalysis(scope: bodyContext.scope)
        analysis.visitTarget(loop.target, asParameter: true)
        analysis.visit(loop.body)

        var condition: LoopStatement.Condition?
        if let test = loop.condition {
            let testContext = context.inner(function)
            var testAnalysis = ScopeAnalysis(scope: testContext.scope)
            testAnalysis.visitTarget(loop.target, asParameter: true)
            testAnalysis.visit(test)
            condition = .init(
                enter: Block(enter(testContext.scope)), target: try target(loop.target, testContext.scope),
                test: try compile(test, testContext))
        }
        let body = Block(try compile(loop.body, bodyContext, after: enter(bodyContext.scope)))
        var otherwise: Block?
        if !loop.otherwise.isEmpty {
            var elseContext = context.inner(function)
            elseContext.isBuffered = bodyContext.isBuffered
            otherwise = try block(loop.otherwise, elseContext)
        }
        let statement = LoopStatement(
            target: try target(loop.target, bodyContext.scope), condition: condition, body: body, otherwise: otherwise,
            loopSlot: usesLoop ? bodyContext.scope.findReference(Name(.loop))?.slot : nil, range: loop.range)
        let iterable = try compile(loop.iterable, context)
        guard let function else { return ForLoopStatement(iterable, statement) }
        return RecursiveForStatement(
            iterable, statement, slotCount: { function.slotCount }(), printsNative: isNative(context), range: loop.range
        )
    }
}

/// Finds assignments to `loop` inside a loop, which Jinja2 refuses.
enum LoopAssignmentFinder {
    static func find(in loop: ForStatement) -> SourceRange? {
        find(loop.target) ?? find(loop.body) ?? find(loop.otherwise)
    }

    private static func find(_ target: Expression) -> SourceRange? {
        switch target {
        case .name(let name, let range): return name == .loop ? range : nil
        case .tuple(let items, _):
            for item in items { if let range = find(item) { return range } }
            return nil
        default: return nil
        }
    }

    private static func find(_ statements: [Statement]) -> SourceRange? {
        for statement in statements { if let range = find(statement) { return range } }
        return nil
    }

    private static func find(_ statement: Statement) -> SourceRange? {
        var found: SourceRange?
        switch statement {
        case .for(let loop): found = find(loop.target)
        case .set(let target, _, _), .setBlock(let target, _, _, _): found = find(target)
        default: break
        }
        statement.forEachPart { part in
            if found == nil, case .body(let body) = part { found = find(body) }
        }
        return found
    }
}
