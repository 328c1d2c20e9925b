internal import Diagnostics

extension Parser {
    /// Reads a name that is assigned to.
    mutating func parseAssignmentName() throws(TemplateError) -> Name {
        let token = try expect(.name)
        guard token.name.keyword?.isLiteral != true else { throw fail("can't assign to 'name'", at: token.start) }
        return token.name
    }

    /// Reads what is assigned to: a name, a tuple of them, or an attribute of a namespace.
    mutating func parseAssignmentTarget(
        withNamespace: Bool = false
    ) throws(TemplateError) -> Expression {
        let target = try parseTuple(isSimple: true, withNamespace: withNamespace)
        guard Self.canAssign(target) else {
            throw fail("can't assign to '\(Self.className(target))'", at: target.range.start)
        }
        return target
    }

    private static func canAssign(_ target: Expression) -> Bool {
        switch target {
        case .name(let name, _): name.keyword?.isLiteral != true
        case .tuple(let items, _): items.allSatisfy(canAssign)
        case .namespaceTarget: true
        default: false
        }
    }

    /// The name of Jinja2's node class, in lower case, as its message shows it.
    private static func className(_ expression: Expression) -> String {
        switch expression {
        case .name: "name"
        case .constant: "const"
        case .tuple: "tuple"
        case .list: "list"
        case .dict: "dict"
        case .attribute: "getattr"
        case .item: "getitem"
        case .slice: "slice"
        case .call: "call"
        case .filter: "filter"
        case .test: "test"
        case .unary(.not, _, _): "not"
        case .unary(.negative, _, _): "neg"
        case .unary(.positive, _, _): "pos"
        case .binary(let operation, _, _, _):
            switch operation {
            case .add: "add"
            case .subtract: "sub"
            case .multiply: "mul"
            case .divide: "div"
            case .floorDivide: "floordiv"
            case .modulo: "mod"
            default: "pow"
            }
        case .and: "and"
        case .or: "or"
        case .concat: "concat"
        case .compare: "compare"
        case .conditional: "condexpr"
        case .namespaceTarget: "nsref"
        case .data: "templatedata"
        }
    }
}
