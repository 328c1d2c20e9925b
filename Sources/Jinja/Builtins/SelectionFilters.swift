/// `map`, `select`, `reject` and their relatives: generators over a filter, a test or an attribute.
enum SelectionFilters {
    static let all: [String: Environment.Filter] = [
        "map": Environment.Filter(needsContext: true) { value, arguments, renderer throws(TemplateError) in
            try generator(value, of: "sync_do_map") { () throws(TemplateError) in try mapping(arguments, renderer) }
        },
        "select": selection(negated: false, byAttribute: false),
        "reject": selection(negated: true, byAttribute: false),
        "selectattr": selection(negated: false, byAttribute: true),
        "rejectattr": selection(negated: true, byAttribute: true),
    ]

    /// What becomes of each item.
    private class Transform {
        /// The item's successor; nil leaves the item out.
        func apply(to item: Value) throws(TemplateError) -> Value? { item }
    }

    private final class AttributeTransform: Transform {
        private let getter: AttributeGetter

        init(_ getter: AttributeGetter) {
            self.getter = getter
        }

        override func apply(to item: Value) throws(TemplateError) -> Value? { try getter.get(item) }
    }

    private final class FilterTransform: Transform {
        private let filter: Environment.Filter
        private let arguments: Arguments
        private let renderer: Renderer

        init(_ filter: Environment.Filter, _ arguments: Arguments, _ renderer: Renderer) {
            self.filter = filter
            self.arguments = arguments
            self.renderer = renderer
        }

        override func apply(to item: Value) throws(TemplateError) -> Value? {
            try filter.body(item, arguments, renderer)
        }
    }

    /// A filter with a signature, whose arguments are bound to its parameters once.
    private final class SignedTransform: Transform {
        private let body: Environment.Filter.Signed.Body
        private let bound: BoundArguments
        private let renderer: Renderer

        /// Nil when the arguments do not fit: that is an error when there is an item.
        init?(_ filter: Environment.Filter, _ arguments: Arguments, _ renderer: Renderer) {
            guard let signed = filter.signed, let bound = try? signed.signature.bound(arguments) else { return nil }
            body = signed.body
            self.bound = bound
            self.renderer = renderer
        }

        override func apply(to item: Value) throws(TemplateError) -> Value? { try body(item, bound, renderer) }
    }

    /// Keeps the items for which the test of an attribute of theirs, or of themselves, holds; or the others.
    private final class TestTransform: Transform {
        private let getter: AttributeGetter
        private let test: (Value) throws(TemplateError) -> Bool
        private let negated: Bool

        init(_ getter: AttributeGetter, negated: Bool, _ test: @escaping (Value) throws(TemplateError) -> Bool) {
            self.getter = getter
            self.test = test
            self.negated = negated
        }

        override func apply(to item: Value) throws(TemplateError) -> Value? {
            try test(getter.get(item)) != negated ? item : nil
        }
    }

    /// A generator that gives what the transformation makes of each item.
    private static func generator(
        _ value: Value, of function: String, _ prepare: @escaping () throws(TemplateError) -> Transform
    ) throws(TemplateError) -> Value {
        .object(try IteratorObject(Transformed(value, prepare), of: function, over: value))
    }

    /// What a transformation makes of the items of a value; it begins its work when it is first asked.
    private final class Transformed: ValueIterator {
        private let value: Value
        private var prepare: (() throws(TemplateError) -> Transform)?
        @safe @exclusivity(unchecked) private var items: ValueIterator?
        @safe @exclusivity(unchecked) private var transform: Transform?

        init(_ value: Value, _ prepare: @escaping () throws(TemplateError) -> Transform) {
            self.value = value
            self.prepare = prepare
        }

        override func next() throws(TemplateError) -> Value? {
            if let prepare { try start(prepare) }
            guard let transform, let items else { return nil }
            while let item = try items.next() {
                if let result = try transform.apply(to: item) { return result }
            }
            return nil
        }

        override func forEach(_ body: (Value) throws(TemplateError) -> Void) throws(TemplateError) {
            if let prepare { try start(prepare) }
            guard let transform, let items else { return }
            try items.forEach { item throws(TemplateError) in
                if let result = try transform.apply(to: item) { try body(result) }
            }
        }

        private func start(_ prepare: () throws(TemplateError) -> Transform) throws(TemplateError) {
            self.prepare = nil
            guard try value.isTrue() else { return }
            transform = try prepare()
            items = try value.makeIterator()
        }
    }

    private static func mapping(_ arguments: Arguments, _ renderer: Renderer) throws(TemplateError) -> Transform {
        var arguments = arguments
        if arguments.positional.isEmpty, let attribute = arguments.take("attribute") {
            let fallback = arguments.take("default")
            if let surplus = arguments.keyword.first {
                throw TemplateError(.filterArgument, "Unexpected keyword argument '\(surplus.name)'")
            }
            return AttributeTransform(AttributeGetter(attribute, default: fallback, renderer))
        }
        guard let name = arguments.positional.first else {
            throw TemplateError(.filterArgument, "map requires a filter argument")
        }
        arguments.positional.removeFirst()
        guard case .string(let text) = name, let filter = renderer.environment?.filters[text.string] else {
            throw TemplateError(.runtime, "No filter named \(try name.repr()).")
        }
        return SignedTransform(filter, arguments, renderer) ?? FilterTransform(filter, arguments, renderer)
    }

    private static func selection(negated: Bool, byAttribute: Bool) -> Environment.Filter {
        Environment.Filter(needsContext: true) { value, arguments, renderer throws(TemplateError) in
            try generator(value, of: "select_or_reject") { () throws(TemplateError) in
                var arguments = arguments
                var getter = AttributeGetter(nil, renderer)
                if byAttribute {
                    guard let attribute = arguments.positional.first else {
                        throw TemplateError(.filterArgument, "Missing parameter for attribute name")
                    }
                    arguments.positional.removeFirst()
                    getter = AttributeGetter(attribute, renderer)
                }
                guard let name = arguments.positional.first else {
                    return TestTransform(getter, negated: negated) { value throws(TemplateError) in try value.isTrue() }
                }
                arguments.positional.removeFirst()
                guard case .string(let text) = name, let test = renderer.environment?.tests[text.string] else {
                    throw TemplateError(.runtime, "No test named \(try name.repr()).")
                }
                if let binary = test.binary, arguments.count == 1, let argument = arguments.positional.first {
                    return TestTransform(getter, negated: negated) { value throws(TemplateError) in
                        try binary(value, argument)
                    }
                }
                let rest = arguments
                return TestTransform(getter, negated: negated) { value throws(TemplateError) in
                    try test.body(value, rest, renderer)
                }
            }
        }
    }
}
