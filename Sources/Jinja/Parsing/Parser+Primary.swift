internal import Diagnostics

extension Parser {
    /// Reads a name, a literal, or an expression in brackets.
    mutating func parsePrimary(withNamespace: Bool = false) throws(TemplateError) -> Expression {
        let token = current
        let range = SourceRange(token.start, token.end)
        height = 1
        switch token.kind {
        case .name:
            try next()
            switch token.name.keyword {
            case .true, .True: return .constant(.bool(true), range)
            case .false, .False: return .constant(.bool(false), range)
            case .none?, .None: return .constant(.null, range)
            default: break
            }
            guard withNamespace, current.kind == .dot else { return .name(token.name, range) }
            try next()
            let attribute = try expect(.name)
            return .namespaceTarget(token.name, attribute.name, SourceRange(token.start, attribute.end))
        case .string: return try parseString()
        case .integer:
            try next()
            return .constant(integer(token), range)
        case .float:
            try next()
            return .constant(float(token), range)
        case .lparen:
            try next()
            let inner = try parseNested { parser throws(TemplateError) in try parser.parseTuple(isParenthesized: true) }
            try expect(.rparen)
            return inner
        case .lbracket: return try parseNested { parser throws(TemplateError) in try parser.parseList() }
        case .lbrace: return try parseNested { parser throws(TemplateError) in try parser.parseDict() }
        default: throw fail("unexpected \(quoted(describe(token)))")
        }
    }

    private mutating func parseNested(
        _ parse: (inout Parser) throws(TemplateError) -> Expression
    ) throws(TemplateError) -> Expression {
        nesting += 1
        guard nesting < Self.nestingLimit else { throw tooDeep() }
        let expression = try parse(&self)
        nesting -= 1
        return expression
    }

    private mutating func parseList() throws(TemplateError) -> Expression {
        let start = try next().start
        var items: [Expression] = []
        var highest = 0
        while current.kind != .rbracket {
            if !items.isEmpty { try expect(.comma) }
            if current.kind == .rbracket { break }
            items.append(try parseExpression())
            highest = max(highest, height)
        }
        try expect(.rbracket)
        try grow(over: highest)
        return .list(items, SourceRange(start, previousEnd))
    }

    private mutating func parseDict() throws(TemplateError) -> Expression {
        let start = try next().start
        var items: [(key: Expression, value: Expression)] = []
        var highest = 0
        while current.kind != .rbrace {
            if !items.isEmpty { try expect(.comma) }
            if current.kind == .rbrace { break }
            let key = try parseExpression()
            highest = max(highest, height)
            try expect(.colon)
            items.append((key, try parseExpression()))
            highest = max(highest, height)
        }
        try expect(.rbrace)
        try grow(over: highest)
        return .dict(items, SourceRange(start, previousEnd))
    }

    /// Reads string literals that follow each other as one.
    private mutating func parseString() throws(TemplateError) -> Expression {
        let start = current.start
        var text = Text.empty
        var isFirst = true
        while current.kind == .string {
            let part = try StringLiteral.decode(source, current)
            text = isFirst ? part : Text(bytes: text.bytes + part.bytes, isASCII: text.isASCII && part.isASCII)
            isFirst = false
            try next()
        }
        return .constant(.string(text), SourceRange(start, previousEnd))
    }

    func integer(_ token: Token) -> Constant {
        var digits = source.bytes[token.start..<token.end].filter { $0 != UInt8(ascii: "_") }
        var base: UInt32 = 10
        if digits.count > 2, digits[0] == 48 {
            switch digits[1] | 0x20 {
            case UInt8(ascii: "x"): base = 16
            case UInt8(ascii: "o"): base = 8
            case UInt8(ascii: "b"): base = 2
            default: break
            }
            if base != 10 { digits.removeFirst(2) }
        }
        if let small = Int(String(decoding: digits, as: UTF8.self), radix: Int(base)) { return .int(small) }
        return .bigInt(BigInteger(digits: digits, base: base) ?? BigInteger(0))
    }

    private func float(_ token: Token) -> Constant {
        let digits = source.bytes[token.start..<token.end].filter { $0 != UInt8(ascii: "_") }
        return .float(Double(String(decoding: digits, as: UTF8.self)) ?? .infinity)
    }
}
