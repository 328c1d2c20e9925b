/// A token: its kind and its bytes in the source.
struct Token: Sendable {
    enum Kind: UInt8, Sendable {
        case add, assign, colon, comma, div, dot, eq, floordiv, gt, gteq, lbrace, lbracket, lparen, lt, lteq, mod, mul
        case ne, pipe, pow, rbrace, rbracket, rparen, semicolon, sub, tilde
        case float, integer, name, string
        case blockBegin, blockEnd, variableBegin, variableEnd, data, eof
    }

    var kind: Kind
    var start: Int
    var end: Int
    /// The name that a token of that kind is; any for others.
    var name = Name(id: 0)
}

extension Token.Kind {
    /// The words with which Jinja2's messages name a token.
    /// Source: jinja2/lexer.py, _describe_token_type.
    var description: String {
        switch self {
        case .add: "+"
        case .assign: "="
        case .colon: ":"
        case .comma: ","
        case .div: "/"
        case .dot: "."
        case .eq: "=="
        case .floordiv: "//"
        case .gt: ">"
        case .gteq: ">="
        case .lbrace: "{"
        case .lbracket: "["
        case .lparen: "("
        case .lt: "<"
        case .lteq: "<="
        case .mod: "%"
        case .mul: "*"
        case .ne: "!="
        case .pipe: "|"
        case .pow: "**"
        case .rbrace: "}"
        case .rbracket: "]"
        case .rparen: ")"
        case .semicolon: ";"
        case .sub: "-"
        case .tilde: "~"
        case .float: "float"
        case .integer: "integer"
        case .name: "name"
        case .string: "string"
        case .blockBegin: "begin of statement block"
        case .blockEnd: "end of statement block"
        case .variableBegin: "begin of print statement"
        case .variableEnd: "end of print statement"
        case .data: "template data / text"
        case .eof: "end of template"
        }
    }
}
