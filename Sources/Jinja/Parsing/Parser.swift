internal import Diagnostics

/// Turns a template into statements; tag extensions get it to read their own tags.
///
/// Source: jinja2/parser.py and dbt's subclass of it, with their messages.
public struct Parser {
    /// What ends a body: the names of tags.
    typealias EndTags = [Name]

    let source: SourceText
    let environment: Environment
    var lexer: Lexer
    var current: Token
    private var pushed: Token?
    /// The end of the token before `current`: where the node that was just read ends.
    var previousEnd = 0
    var tagStack: [Name] = []
    var endTagStack: [EndTags] = []
    /// How deep the parser is inside brackets and bodies, and how high the expression is that was just built.
    var nesting = 0
    var height = 0
    /// Whether there is any call, so that nobody has to walk the template for calls that are not there.
    var hasCalls = false

    /// Deeper nesting raises, so that no input exhausts the stack.
    static let nestingLimit = 120
    static let heightLimit = 600

    init(_ source: SourceText, environment: Environment) throws(TemplateError) {
        self.source = source
        self.environment = environment
        lexer = Lexer(source)
        current = Token(kind: .eof, start: 0, end: 0)
        current = try lexer.next()
        if current.kind == .eof { current.start = 0 }
    }

    /// Reads the whole template.
    mutating func parse() throws(TemplateError) -> [Statement] { try parseBody(until: nil) }
}

// MARK: - The token stream

extension Parser {
    /// Moves on and gives the token that was current.
    @discardableResult
    mutating func next() throws(TemplateError) -> Token {
        let token = current
        previousEnd = token.end
        if let pushed {
            current = pushed
            self.pushed = nil
        } else if token.kind != .eof {
            current = try lexer.next()
            if current.kind == .eof { current.start = token.start }
        }
        return token
    }

    /// The token after the current one.
    mutating func look() throws(TemplateError) -> Token {
        if let pushed { return pushed }
        guard current.kind != .eof else { return current }
        var token = try lexer.next()
        if token.kind == .eof { token.start = current.start }
        pushed = token
        return token
    }

    mutating func skip(_ kind: Token.Kind) throws(TemplateError) -> Bool {
        guard current.kind == kind else { return false }
        try next()
        return true
    }

    mutating func skip(_ keyword: Keyword) throws(TemplateError) -> Bool {
        guard isCurrent(keyword) else { return false }
        try next()
        return true
    }

    func isCurrent(_ keyword: Keyword) -> Bool { current.kind == .name && current.name == keyword }

    @discardableResult
    mutating func expect(_ kind: Token.Kind) throws(TemplateError) -> Token {
        guard current.kind == kind else { throw unexpected(kind.description) }
        return try next()
    }

    @discardableResult
    mutating func expect(_ keyword: Keyword) throws(TemplateError) -> Token {
        guard isCurrent(keyword) else { throw unexpected(keyword.text) }
        return try next()
    }

    private func unexpected(_ expected: String) -> TemplateError {
        if current.kind == .eof { return fail("unexpected end of template, expected '\(expected)'.") }
        return fail("expected token '\(expected)', got \(quoted(describe(current)))")
    }

    func fail(_ message: String, at offset: Int? = nil, kind: TemplateError.Kind = .syntax) -> TemplateError {
        let start = offset ?? current.start
        let end = start == current.start ? max(current.end, start + 1) : start + 1
        return TemplateError(
            kind, message, at: SourceRange(start, min(end, max(source.bytes.count, start))), in: source)
    }

    /// How messages name a token: names by themselves, others by their kind.
    func describe(_ token: Token) -> String { token.kind == .name ? names.text(token.name) : token.kind.description }

    var names: NameTable { lexer.names }

    /// Python's `repr` of a token's text.
    func quoted(_ text: String) -> String {
        var out: [UInt8] = []
        Text(text).writeRepr(to: &out)
        return String(decoding: out, as: UTF8.self)
    }
}

// MARK: - Bodies and tags

extension Parser {
    /// Reads statements up to one of the end tags, which stays current, or to the end of the template.
    mutating func parseBody(until endTags: EndTags?) throws(TemplateError) -> [Statement] {
        nesting += 1
        guard nesting < Self.nestingLimit else { throw tooDeep() }
        if let endTags { endTagStack.append(endTags) }
        var body: [Statement] = []
        var data: [Expression] = []
        loop: while current.kind != .eof {
            switch current.kind {
            case .data:
                let token = try next()
                data.append(.data(token.start, token.end, SourceRange(token.start, token.end)))
            case .variableBegin:
                try next()
                data.append(try parsePrinted())
                try expect(.variableEnd)
            default:
                if !data.isEmpty {
                    body.append(.output(data))
                    data = []
                }
                try next()
                if let endTags, current.kind == .name, endTags.contains(current.name) { break loop }
                try parseStatement(into: &body)
                try expect(.blockEnd)
            }
        }
        if !data.isEmpty { body.append(.output(data)) }
        if endTags != nil { endTagStack.removeLast() }
        nesting -= 1
        return body
    }

    /// Reads what stands between `{{` and `}}`: mostly a name alone, which needs no way through all operators.
    private mutating func parsePrinted() throws(TemplateError) -> Expression {
        guard current.kind == .name, current.name.keyword != .not, try look().kind == .variableEnd else {
            return try parseTuple()
        }
        return try parsePrimary()
    }

    func tooDeep() -> TemplateError { fail("the template is nested too deeply", kind: .recursion) }

    /// Reads the body of a tag whose head has been read; the end tag stays current.
    mutating func parseStatements(_ endTags: EndTags) throws(TemplateError) -> [Statement] {
        _ = try skip(.colon)
        try expect(.blockEnd)
        let body = try parseBody(until: endTags)
        if current.kind == .eof { throw unknownTag(nil, endTagStack + [endTags], at: current.start) }
        return body
    }

    /// Reads a body and its end tag.
    mutating func parseStatements(dropping endTag: Keyword) throws(TemplateError) -> [Statement] {
        try parseStatements(dropping: Name(endTag))
    }

    mutating func parseStatements(dropping endTag: Name) throws(TemplateError) -> [Statement] {
        let body = try parseStatements([endTag])
        try next()
        return body
    }

    private mutating func parseStatement(into body: inout [Statement]) throws(TemplateError) {
        let token = current
        guard token.kind == .name else { throw fail("tag name expected") }
        tagStack.append(token.name)
        if let statement = try parseTag(token) {
            body.append(statement)
        } else if let tag = environment.tags[names.text(token.name)] {
            try next()
            body += try tag.parse(&self).map(\.statement)
        } else {
            tagStack.removeLast()
            throw unknownTag(token.name, endTagStack, at: token.start)
        }
        tagStack.removeLast()
    }

    /// Reads one of Jinja2's own tags; nil for other tags, which stay current.
    private mutating func parseTag(_ token: Token) throws(TemplateError) -> Statement? {
        switch token.name.keyword {
        case .for: return try parseFor()
        case .if: return try parseIf()
        case .set: return try parseSet()
        case .macro: return try parseMacro()
        case .call: return try parseCallBlock()
        case .do: return try parseDo()
        case .filter: return try parseFilterBlock()
        case .with: return try parseWith()
        case .print: return try parsePrint()
        case .block: return try parseBlock()
        case .autoescape: return try parseAutoescape()
        case .include: return try parseInclude()
        case .import: return try parseImport()
        case .from: return try parseFrom()
        case .extends: return try parseExtends()
        case .break:
            try next()
            return .break(SourceRange(token.start, token.end))
        case .continue:
            try next()
            return .continue(SourceRange(token.start, token.end))
        default: return nil
        }
    }

    /// The error for a tag that nobody knows, or for the end of the template inside a body.
    private func unknownTag(_ name: Name?, _ endTags: [EndTags], at offset: Int) -> TemplateError {
        var message = name.map { "Encountered unknown tag \(quoted(names.text($0)))." } ?? "Unexpected end of template."
        if let innermost = endTags.last {
            let expected = innermost.map { "'\(names.text($0))'" }.joined(separator: " or ")
            if let name, endTags.contains(where: { $0.contains(name) }) {
                message +=
                    " You probably made a nesting mistake. Jinja is expecting this tag, but currently looking for \(expected)."
            } else {
                message += " Jinja was looking for the following tags: \(expected)."
            }
        }
        if let tag = tagStack.last {
            message += " The innermost block that needs to be closed is \(quoted(names.text(tag)))."
        }
        return fail(message, at: offset)
    }
}
