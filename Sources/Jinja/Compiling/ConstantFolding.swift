internal import Diagnostics

/// Which of the expressions compiled so far are constant in the sense of Jinja2's optimizer.
///
/// A stack: an expression finds its parts on it, in the order in which they were compiled, and leaves itself in their
/// place. So each expression is looked at once, however deep it stands.
final class ConstantStack {
    /// The nodes of constant expressions; nil for expressions that are not, or whose computing fails.
    @safe @exclusivity(unchecked) private var nodes: [(any Evaluable)?] = []
    /// Why a constant dictionary among the parts cannot be: Jinja2's optimizer lets this one error through when it looks
    /// at what the dictionary is part of.
    @safe @exclusivity(unchecked) var failure: TemplateError?

    /// Where the parts of the expression compiled next begin.
    var mark: Int { nodes.count }

    /// The expression compiled last, when it is constant.
    var last: (any Evaluable)? { nodes.last ?? nil }

    func replace(after mark: Int, with node: (any Evaluable)?) {
        nodes.removeSubrange(mark...)
        nodes.append(node)
    }

    func removeAll() {
        nodes.removeAll(keepingCapacity: true)
        failure = nil
    }

    /// Whether an expression can be computed, as its parts after `mark` are constant, or those that it will ask for.
    func areEnough(for expression: Expression, after mark: Int, _ folding: Folding) -> Bool {
        switch expression {
        case .constant, .data: return true
        case .name, .namespaceTarget, .call: return false
        case .filter(nil, _, _, _): return false
        case .filter(_, let name, _, _):
            return !(folding.environment.filters[name]?.needsContext ?? true) && areConstant(after: mark)
        case .test(_, let name, _, _):
            return !(folding.environment.tests[name]?.needsContext ?? true) && areConstant(after: mark)
        case .and:
            guard let left = nodes[mark] else { return false }
            return nodes[mark + 1] != nil || folding.truth(of: left) == false
        case .or:
            guard let left = nodes[mark] else { return false }
            return nodes[mark + 1] != nil || folding.truth(of: left) == true
        case .conditional:
            guard let condition = nodes[mark], let truth = folding.truth(of: condition) else { return false }
            let taken = mark + (truth ? 1 : 2)
            return taken < nodes.count && nodes[taken] != nil
        case .compare(_, let operands, let range):
            guard let first = nodes[mark] else { return false }
            var known: [(Expression.Comparison, any Evaluable)] = []
            for (operand, node) in zip(operands, nodes[(mark + 1)...]) {
                guard let node else { break }
                known.append((operand.0, node))
            }
            // A chain ends with the first comparison that is false.
            return known.count == operands.count
                || !known.isEmpty && folding.truth(of: CompareChainNode(first, known, range: range)) == false
        default: return areConstant(after: mark)
        }
    }

    private func areConstant(after mark: Int) -> Bool {
        nodes[mark...].allSatisfy { $0 != nil }
    }
}

/// Computes constant expressions while compiling.
struct Folding {
    let environment: Environment
    private let renderer = Renderer()
    /// The names of constant expressions: none.
    private let names: NameCache?

    init(_ environment: Environment) {
        self.environment = environment
        renderer.environment = environment
        renderer.isFolding = true
        names = (try? Template("", environment: environment)).map { NameCache($0, undefined: .standard) }
    }

    /// The value of a constant expression; nil when computing it fails: it fails again when it runs, with its place.
    func value(of node: any Evaluable) -> Value? {
        guard let frame else { return nil }
        return try? node.evaluate(frame)
    }

    /// Why a constant expression cannot be computed; nil when it can.
    func failure(of node: any Evaluable) -> String? {
        guard let frame else { return nil }
        do throws(TemplateError) {
            _ = try node.evaluate(frame)
            return nil
        } catch { return error.message }
    }

    /// Whether a constant expression is true; nil when computing it fails.
    func truth(of node: any Evaluable) -> Bool? {
        guard let frame else { return nil }
        return try? node.isTrue(frame)
    }

    /// A frame of its own for each computation.
    private var frame: Frame? { names.map { Frame(renderer, slots: 0, names: $0, parent: nil) } }
}

extension ProgramCompiler {
    /// The node that stands for a constant expression: its value where that can be kept; nil when computing it fails.
    ///
    /// The result is visible in two ways: native mode turns constants into text, and containers in a folded constant
    /// are copies of each other instead of shared.
    func fold(_ expression: Expression, _ node: any Evaluable) -> (any Evaluable)? {
        switch expression {
        case .dict(_, let range):
            guard let message = folding.failure(of: node) else { return node }
            constants.failure = fail(.type, message, at: range)
            return nil
        case .unary, .binary, .concat, .compare, .attribute, .item, .filter, .test, .conditional, .and, .or: break
        default: return node
        }
        guard let value = folding.value(of: node) else { return nil }
        guard let constant = FoldedConstant(value, depth: 0) else { return node }
        if case .scalar(.float(let number)) = constant, !number.isFinite {
            return NonFiniteNode(number, range: expression.range)
        }
        return FoldedNode(constant)
    }

    /// The text that the expression compiled last prints; nil when it is not constant.
    func foldedText() -> [UInt8]? {
        guard let node = constants.last, let value = folding.value(of: node) else { return nil }
        // Native mode keeps what cannot stand in compiled code; printed text can come from any value.
        if mode == .native, FoldedConstant(value, depth: 0) == nil { return nil }
        return (try? value.str())?.bytes
    }
}
