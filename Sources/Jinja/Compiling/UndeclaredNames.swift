/// Whether special names such as `caller` or `loop` are read before they are assigned.
/// Source: jinja2/compiler.py, UndeclaredNameVisitor.
struct UndeclaredNames {
    /// At most three names, so a search beats hashing every name of the template.
    private var wanted: [Keyword]
    private(set) var found: [Keyword] = []

    static func find(_ names: [Keyword], in statements: [Statement]) -> [Keyword] {
        var finder = UndeclaredNames(wanted: names)
        finder.visit(statements)
        return finder.found
    }

    private mutating func visit(_ statements: [Statement]) {
        for statement in statements { visit(statement) }
    }

    private mutating func visit(_ statement: Statement) {
        switch statement {
        case .for(let loop): store(loop.target)
        case .set(let target, _, _), .setBlock(let target, _, _, _): store(target)
        case .with(let bindings, _, _): for binding in bindings { store(binding.target) }
        case .macro(let macro): store(macro)
        case .callBlock(let macro, let call):
            visit(call)
            store(macro)
        case .block: return
        default: break
        }
        statement.forEachPart { part in
            switch part {
            case .expression(let expression): visit(expression)
            case .body(let statements): visit(statements)
            }
        }
    }

    private mutating func visit(_ expression: Expression) {
        switch expression {
        case .name(let name, _):
            if let keyword = name.keyword, wanted.contains(keyword), !found.contains(keyword) { found.append(keyword) }
        default: expression.forEachPart { visit($0) }
        }
    }

    private mutating func store(_ target: Expression) {
        switch target {
        case .name(let name, _): wanted.removeAll { name == $0 }
        case .tuple(let items, _): for item in items { store(item) }
        default: break
        }
    }

    private mutating func store(_ macro: MacroDefinition) {
        for parameter in macro.parameters { wanted.removeAll { parameter.name == $0 } }
    }
}
