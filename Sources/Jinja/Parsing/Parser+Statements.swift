internal import Diagnostics

extension Parser {
    mutating func parseFor() throws(TemplateError) -> Statement {
        let start = try next().start
        let target = try parseAssignmentTarget()
        try expect(.in)
        let iterable = try parseTuple(withConditional: false)
        let condition = try skip(.if) ? parseExpression() : nil
        let isRecursive = try skip(.recursive)
        let range = SourceRange(start, previousEnd)
        let body = try parseStatements([Name(.endfor), Name(.else)])
        let otherwise = try next().name == .endfor ? [] : parseStatements(dropping: Keyword.endfor)
        return .for(
            ForStatement(
                target: target, iterable: iterable, body: body, otherwise: otherwise, condition: condition,
                isRecursive: isRecursive, range: range))
    }

    mutating func parseIf() throws(TemplateError) -> Statement {
        try next()
        var branches: [(condition: Expression, body: [Statement])] = []
        var otherwise: [Statement] = []
        while true {
            let condition = try parseTuple(withConditional: false)
            branches.append((condition, try parseStatements([Name(.elif), Name(.else), Name(.endif)])))
            let tag = try next()
            if tag.name == .elif { continue }
            if tag.name == .else { otherwise = try parseStatements(dropping: Keyword.endif) }
            return .if(branches, otherwise: otherwise)
        }
    }

    mutating func parseSet() throws(TemplateError) -> Statement {
        let start = try next().start
        let target = try parseAssignmentTarget(withNamespace: true)
        if try skip(.assign) {
            let value = try parseTuple()
            return .set(target, value, SourceRange(start, previousEnd))
        }
        let filter = try parseFilters(nil)
        let range = SourceRange(start, previousEnd)
        return .setBlock(target, filter: filter, try parseStatements(dropping: Keyword.endset), range)
    }

    mutating func parseDo() throws(TemplateError) -> Statement {
        let start = try next().start
        return .expression(try parseTuple(), SourceRange(start, previousEnd))
    }

    mutating func parseMacro() throws(TemplateError) -> Statement {
        let start = try next().start
        let name = names.intern(environment.macroPrefix + names.text(try expect(.name).name))
        let parameters = try parseSignature()
        let range = SourceRange(start, previousEnd)
        let body = try parseStatements(dropping: Keyword.endmacro)
        return .macro(MacroDefinition(name: name, parameters: parameters, body: body, range: range))
    }

    /// Reads the parameters of a macro, with dbt's type annotations.
    mutating func parseSignature() throws(TemplateError) -> [MacroDefinition.Parameter] {
        var parameters: [MacroDefinition.Parameter] = []
        try expect(.lparen)
        while current.kind != .rparen {
            if !parameters.isEmpty { try expect(.comma) }
            let name = try expect(.name)
            guard name.name.keyword?.isLiteral != true else { throw fail("can't assign to 'name'", at: name.start) }
            let annotation = try skip(.colon) ? parseTypeName() : nil
            var defaultValue: Expression?
            if try skip(.assign) {
                defaultValue = try parseExpression()
            } else if parameters.contains(where: { $0.defaultValue != nil }) {
                throw fail("non-default argument follows default argument")
            }
            parameters.append(
                .init(
                    name: name.name, defaultValue: defaultValue, annotation: annotation,
                    range: SourceRange(name.start, name.end)))
        }
        try expect(.rparen)
        return parameters
    }

    private mutating func parseTypeName() throws(TemplateError) -> String {
        var type = names.text(try expect(.name).name)
        nesting += 1
        guard nesting < Self.nestingLimit else { throw tooDeep() }
        if try skip(.lbracket) {
            var parameters: [String] = []
            while current.kind != .rbracket {
                if !parameters.isEmpty { try expect(.comma) }
                parameters.append(try parseTypeName())
            }
            try expect(.rbracket)
            type += "[\(parameters.joined(separator: ", "))]"
        }
        nesting -= 1
        return type
    }

    mutating func parseCallBlock() throws(TemplateError) -> Statement {
        let start = try next().start
        let parameters = current.kind == .lparen ? try parseSignature() : []
        let call = try parseExpression()
        guard case .call = call else { throw fail("expected call", at: start) }
        let range = SourceRange(start, previousEnd)
        let body = try parseStatements(dropping: Keyword.endcall)
        return .callBlock(MacroDefinition(name: nil, parameters: parameters, body: body, range: range), call: call)
    }

    mutating func parseFilterBlock() throws(TemplateError) -> Statement {
        let start = try next().start
        guard let filter = try parseFilters(nil, startsInline: true) else { throw fail("expected token 'name'") }
        let range = SourceRange(start, previousEnd)
        return .filterBlock(filter, try parseStatements(dropping: Keyword.endfilter), range)
    }

    mutating func parseWith() throws(TemplateError) -> Statement {
        let start = try next().start
        var bindings: [(target: Expression, value: Expression)] = []
        while current.kind != .blockEnd {
            if !bindings.isEmpty { try expect(.comma) }
            let target = try parseAssignmentTarget()
            try expect(.assign)
            bindings.append((target, try parseExpression()))
        }
        let range = SourceRange(start, previousEnd)
        return .with(bindings, try parseStatements(dropping: Keyword.endwith), range)
    }

    mutating func parsePrint() throws(TemplateError) -> Statement {
        try next()
        var items: [Expression] = []
        while current.kind != .blockEnd {
            if !items.isEmpty { try expect(.comma) }
            items.append(try parseExpression())
        }
        return .output(items)
    }

    mutating func parseBlock() throws(TemplateError) -> Statement {
        let start = try next().start
        let name = try expect(.name).name
        let isScoped = try skip(.scoped)
        let isRequired = try skip(.required)
        if current.kind == .sub {
            throw fail(
                "Block names in Jinja have to be valid Python identifiers and may not contain hyphens, use an underscore instead."
            )
        }
        let range = SourceRange(start, previousEnd)
        let body = try parseStatements(dropping: Keyword.endblock)
        if isRequired, !body.allSatisfy(isBlank) {
            throw fail("Required blocks can only contain comments or whitespace")
        }
        if current.kind == .name, current.name == name { try next() }
        return .block(
            BlockStatement(name: names.text(name), isScoped: isScoped, isRequired: isRequired, body: body, range: range)
        )
    }

    private func isBlank(_ statement: Statement) -> Bool {
        guard case .output(let items) = statement else { return false }
        return items.allSatisfy { item in
            guard case .data(let start, let end, _) = item else { return false }
            var index = start
            while index < end, let length = PythonSpace.length(source.bytes, index, end) { index += length }
            return index == end
        }
    }

    mutating func parseAutoescape() throws(TemplateError) -> Statement {
        let start = try next().start
        let option = try parseExpression()
        let range = SourceRange(start, previousEnd)
        return .autoescape(option, try parseStatements(dropping: Keyword.endautoescape), range)
    }

    mutating func parseExtends() throws(TemplateError) -> Statement {
        let start = try next().start
        let template = try parseExpression()
        return .load(LoadStatement(kind: .extends, template: template, range: SourceRange(start, previousEnd)))
    }

    mutating func parseInclude() throws(TemplateError) -> Statement {
        let start = try next().start
        let template = try parseExpression()
        var ignoreMissing = false
        if isCurrent(.ignore), try look().kind == .name, try look().name == .missing {
            ignoreMissing = true
            try next()
            try next()
        }
        try skipContextClause()
        return .load(
            LoadStatement(
                kind: .include(ignoreMissing: ignoreMissing), template: template, range: SourceRange(start, previousEnd)
            ))
    }

    mutating func parseImport() throws(TemplateError) -> Statement {
        let start = try next().start
        let template = try parseExpression()
        try expect(.as)
        let name = try parseAssignmentName()
        try skipContextClause()
        return .load(LoadStatement(kind: .import(name), template: template, range: SourceRange(start, previousEnd)))
    }

    mutating func parseFrom() throws(TemplateError) -> Statement {
        let start = try next().start
        let template = try parseExpression()
        try expect(.import)
        var found: [(name: Name, alias: Name)] = []
        while true {
            if !found.isEmpty { try expect(.comma) }
            guard current.kind == .name else {
                try expect(.name)
                break
            }
            if try skipContextClause() { break }
            let offset = current.start
            let name = try parseAssignmentName()
            guard !names.text(name).hasPrefix("_") else {
                throw fail("names starting with an underline can not be imported", at: offset, kind: .assertion)
            }
            let alias = try skip(.as) ? parseAssignmentName() : name
            found.append((name, alias))
            if try skipContextClause() || current.kind != .comma { break }
        }
        return .load(LoadStatement(kind: .from(found), template: template, range: SourceRange(start, previousEnd)))
    }

    @discardableResult
    private mutating func skipContextClause() throws(TemplateError) -> Bool {
        guard isCurrent(.with) || isCurrent(.without) else { return false }
        let following = try look()
        guard following.kind == .name, following.name == .context else { return false }
        try next()
        try next()
        return true
    }
}
