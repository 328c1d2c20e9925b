/// How deep containers may lie inside each other.
///
/// Comparing, hashing, printing and freeing nested values recurse; the limits keep any template from exhausting the
/// stack, where Python raises a RecursionError.
enum Nesting {
    /// The depth at which comparing and hashing give up.
    private static let comparisonLimit = 400
    /// The depth that containers may reach: freeing them must not exhaust the stack.
    private static let limit = 3000
    /// How many generators may feed each other.
    private static let generatorLimit = 200

    static func check(_ depth: Int) throws(TemplateError) {
        guard depth < comparisonLimit else {
            throw TemplateError(.recursion, "maximum recursion depth exceeded in comparison")
        }
    }

    /// The depth of a container that holds `items`.
    static func depth(of items: [Value]) throws(TemplateError) -> Int {
        var depth = 0
        for index in items.indices {
            let inner = items[index].nesting
            if inner >= depth { depth = inner + 1 }
        }
        guard depth < limit else { throw exceeded }
        return depth
    }

    /// The depth of a container of the given depth once it also holds `item`.
    static func depth(_ depth: Int, adding item: Value) throws(TemplateError) -> Int {
        let inner = item.nesting
        guard inner < limit else { throw exceeded }
        return max(depth, inner + 1)
    }

    /// The depth of a generator over `source`.
    static func generatorDepth(over source: Value) throws(TemplateError) -> Int {
        guard case .object(let object) = source, let iterator = object as? IteratorObject else { return 0 }
        guard iterator.depth < generatorLimit else {
            throw TemplateError(.recursion, "maximum recursion depth exceeded")
        }
        return iterator.depth + 1
    }

    private static var exceeded: TemplateError {
        TemplateError(.recursion, "maximum recursion depth exceeded: containers are nested too deeply")
    }
}

extension Value {
    /// How many containers lie inside each other below this one; 0 for everything else.
    var nesting: Int {
        switch self {
        case .list(let list): list.nesting
        case .tuple(let tuple): tuple.nesting
        case .dict(let dict): dict.nesting
        case .object(let object):
            (object as? NamespaceObject)?.values.nesting ?? (object as? IteratorObject)?.depth ?? 0
        default: 0
        }
    }
}
