internal import Diagnostics

/// An expression as it is written.
///
/// Only what holds other expressions needs a box of its own; most expressions are names and literals.
enum Expression: Sendable {
    case name(Name, SourceRange)
    case constant(Constant, SourceRange)
    indirect case tuple([Expression], SourceRange)
    indirect case list([Expression], SourceRange)
    indirect case dict([(key: Expression, value: Expression)], SourceRange)
    indirect case attribute(Expression, Name, SourceRange)
    indirect case item(Expression, Expression, SourceRange)
    indirect case slice(Expression?, Expression?, Expression?, SourceRange)
    indirect case call(Expression, CallArguments, SourceRange)
    /// A filter; the value is nil in filter blocks and filtered set blocks.
    indirect case filter(Expression?, String, CallArguments, SourceRange)
    indirect case test(Expression, String, CallArguments, SourceRange)
    indirect case unary(UnaryOperator, Expression, SourceRange)
    indirect case binary(Arithmetic, Expression, Expression, SourceRange)
    indirect case and(Expression, Expression, SourceRange)
    indirect case or(Expression, Expression, SourceRange)
    indirect case concat([Expression], SourceRange)
    indirect case compare(Expression, [(Comparison, Expression)], SourceRange)
    indirect case conditional(condition: Expression, then: Expression, otherwise: Expression?, SourceRange)
    /// `ns.attribute` as the target of an assignment.
    case namespaceTarget(Name, Name, SourceRange)
    /// Text outside of tags, by its bytes in the source; a raw block's too.
    case data(Int, Int, SourceRange)

    enum UnaryOperator: Sendable { case not, negative, positive }

    enum Comparison: String, Sendable {
        case equal = "==", notEqual = "!=", less = "<", lessEqual = "<=", greater = ">", greaterEqual = ">="
        case `in` = "in", notIn = "not in"
    }

    var range: SourceRange {
        switch self {
        case .name(_, let range), .constant(_, let range), .tuple(_, let range), .list(_, let range),
            .dict(_, let range), .attribute(_, _, let range), .item(_, _, let range), .slice(_, _, _, let range),
            .call(_, _, let range), .filter(_, _, _, let range), .test(_, _, _, let range),
            .unary(_, _, let range), .binary(_, _, _, let range), .and(_, _, let range), .or(_, _, let range),
            .concat(_, let range), .compare(_, _, let range), .conditional(_, _, _, let range),
            .namespaceTarget(_, _, let range), .data(_, _, let range):
            range
        }
    }
}

/// A literal.
enum Constant: Sendable {
    case null
    case bool(Bool)
    case int(Int)
    case bigInt(BigInteger)
    case float(Double)
    case string(Text)

    var value: Value {
        switch self {
        case .null: .null
        case .bool(let flag): .bool(flag)
        case .int(let number): .int(number)
        case .bigInt(let number): .bigInt(number)
        case .float(let number): .float(number)
        case .string(let text): .string(text)
        }
    }
}

/// What stands between the parentheses of a call.
struct CallArguments: Sendable {
    var positional: [Expression] = []
    var keyword: [(name: Name, value: Expression)] = []
    var starred: Expression?
    var doubleStarred: Expression?

    /// Whether there is one positional argument and nothing else.
    var isSingle: Bool { positional.count == 1 && keyword.isEmpty && starred == nil && doubleStarred == nil }
    var isEmpty: Bool { positional.isEmpty && keyword.isEmpty && starred == nil && doubleStarred == nil }
}

/// A statement as it is written.
enum Statement: Sendable {
    /// Text and expressions to print, in order.
    case output([Expression])
    indirect case `for`(ForStatement)
    case `if`([(condition: Expression, body: [Statement])], otherwise: [Statement])
    indirect case macro(MacroDefinition)
    indirect case callBlock(MacroDefinition, call: Expression)
    indirect case filterBlock(Expression, [Statement], SourceRange)
    indirect case with([(target: Expression, value: Expression)], [Statement], SourceRange)
    indirect case set(Expression, Expression, SourceRange)
    indirect case setBlock(Expression, filter: Expression?, [Statement], SourceRange)
    indirect case expression(Expression, SourceRange)
    indirect case block(BlockStatement)
    indirect case autoescape(Expression, [Statement], SourceRange)
    case `break`(SourceRange)
    case `continue`(SourceRange)
    /// `include`, `import`, `from … import`, `extends`: nothing can be loaded, so they fail when they run.
    indirect case load(LoadStatement)
}

struct ForStatement: Sendable {
    var target: Expression
    var iterable: Expression
    var body: [Statement]
    var otherwise: [Statement]
    var condition: Expression?
    var isRecursive: Bool
    var range: SourceRange
}

struct BlockStatement: Sendable {
    var name: String
    var isScoped: Bool
    var isRequired: Bool
    var body: [Statement]
    var range: SourceRange
}

struct LoadStatement: Sendable {
    enum Kind: Sendable {
        case include(ignoreMissing: Bool), `import`(Name), from([(name: Name, alias: Name)]), extends
    }
    var kind: Kind
    var template: Expression
    var range: SourceRange
}

/// A macro, or the body of a call block, which is a macro without a name.
public struct MacroDefinition: Sendable {
    struct Parameter: Sendable {
        var name: Name
        var defaultValue: Expression?
        /// The type annotation as written: `list[str]`.
        var annotation: String?
        var range: SourceRange
    }

    /// The name under which the template knows the macro; nil for the body of a call block.
    var name: Name?
    var parameters: [Parameter]
    var body: [Statement]
    var range: SourceRange
}
