internal import Diagnostics

/// A tag beyond Jinja2's own: reads what follows the tag's name.
///
/// ```swift
/// struct DocsTag: TagExtension {
///     func parse(_ parser: inout Parser) throws(TemplateError) -> [ParsedStatement] {
///         let name = try parser.expectName()
///         return [try parser.macro(named: "dbt_docs__" + name, until: "enddocs")]
///     }
/// }
/// ```
public protocol TagExtension: Sendable {
    func parse(_ parser: inout Parser) throws(TemplateError) -> [ParsedStatement]
}

/// A statement that a tag extension has made.
public struct ParsedStatement: Sendable {
    let statement: Statement
}

/// An expression that a tag extension has read.
public struct ParsedExpression: Sendable {
    let expression: Expression

    /// The text when the expression is a string literal.
    public var literalString: String? {
        guard case .constant(.string(let text), _) = expression else { return nil }
        return text.string
    }

    /// The value when the expression consists of literals only.
    public var constant: StaticCall.Constant { StaticCall.Constant(expression) }

    /// A list of one string literal.
    public static func list(ofString text: String) -> ParsedExpression {
        let nowhere = SourceRange(0, 0)
        return ParsedExpression(expression: .list([.constant(.string(Text(text)), nowhere)], nowhere))
    }
}

/// The parameters of a macro that a tag extension has read or made.
public struct ParsedSignature: Sendable {
    /// What the tag says.
    var parameters: [MacroDefinition.Parameter] = []
    /// What the extension adds.
    var added: [(name: String, value: Expression)] = []

    public init() {}

    /// Adds a parameter with a default value.
    public mutating func append(_ name: String, default value: ParsedExpression) {
        added.append((name, value.expression))
    }
}

extension Parser {
    /// Reads a name.
    public mutating func expectName() throws(TemplateError) -> String { names.text(try parseAssignmentName()) }

    /// Reads a comma if there is one.
    public mutating func skipComma() throws(TemplateError) -> Bool { try skip(.comma) }

    /// Reads `=`.
    public mutating func expectAssignment() throws(TemplateError) { try expect(.assign) }

    /// Reads an expression.
    public mutating func expression() throws(TemplateError) -> ParsedExpression {
        ParsedExpression(expression: try parseExpression())
    }

    /// Reads the parameters of a macro in parentheses.
    public mutating func signature() throws(TemplateError) -> ParsedSignature {
        var signature = ParsedSignature()
        signature.parameters = try parseSignature()
        return signature
    }

    /// Reads the rest of the tag and a body up to `endTag`, and makes a macro of it.
    /// - Parameter name: the complete name; no prefix is added.
    public mutating func macro(
        named name: String, _ signature: ParsedSignature = ParsedSignature(), until endTag: String
    ) throws(TemplateError) -> ParsedStatement {
        let range = SourceRange(previousEnd, previousEnd)
        let body = try parseStatements(dropping: names.intern(endTag))
        var parameters = signature.parameters
        for (name, value) in signature.added {
            parameters.append(
                .init(name: names.intern(name), defaultValue: value, annotation: nil, range: value.range))
        }
        return ParsedStatement(
            statement: .macro(
                MacroDefinition(name: names.intern(name), parameters: parameters, body: body, range: range)))
    }

    /// An error at the current token.
    public func error(_ kind: TemplateError.Kind, _ message: String) -> TemplateError { fail(message, kind: kind) }
}
