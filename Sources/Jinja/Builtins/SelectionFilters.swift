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

    private typealias Transform = (Value) throws(TemplateError) -> Value?

    /// A generator that gives what `transform` makes of each item; nil leaves the item out.
    private static func generator(
        _ value: Value, of function: String, _ prepare: @escaping () throws(TemplateError) -> Transform
    ) throws(TemplateError) -> Value {
        .object(try IteratorObject(Transformed(value, prepare), of: function, over: value))
    }

    /// What a transformation makes of the items of a value; it begins its work when it is first asked.
    private final class Transformed: ValueIterator {
        private let value: Value
        private let prepare: () throws(TemplateError) -> Transform
        private var items: ValueIterator?
        private var transform: Transform?
        private var isStarted = false

        init(_ value: Value, _ prepare: @escaping () throws(TemplateError) -> Transform) {
            self.value = value
            self.prepare = prepare
        }

        override func next() throws(TemplateError) -> Value? {
            if !isStarted {
                isStarted = true
                guard try value.isTrue() else { return nil }
                transform = try prepare()
                items = try value.makeIterator()
            }
            guard let items, let transform else { return nil }
            while let item = try items.next() {
                if let result = try transform(item) { return result }
            }
            return nil
        }
    }

    private static func mapping(_ arguments: Arguments, _ renderer: Renderer) throws(TemplateError) -> Transform {
        var arguments = arguments
        if arguments.positional.isEmpty, let attribute = arguments.take("attribute") {
            let fallback = arguments.take("default")
            if let surplus = arguments.keyword.first {
                throw TemplateError(.filterArgument, "Unexpected keyword argument '\(surplus.name)'")
            }
            let getter = AttributeGetter(attribute, default: fallback, renderer)
            return { item throws(TemplateError) in try getter.get(item) }
        }
        guard let name = arguments.positional.first else {
            throw TemplateError(.filterArgument, "map requires a filter argument")
        }
        arguments.positional.removeFirst()
        guard case .string(let text) = name, let filter = renderer.environment?.filters[text.string] else {
            throw TemplateError(.runtime, "No filter named \(try name.repr()).")
        }
        let rest = arguments
        return { item throws(TemplateError) in try filter.body(item, rest, renderer) }
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
                    return { item throws(TemplateError) in try getter.get(item).isTrue() != negated ? item : nil }
                }
                arguments.positional.removeFirst()
                guard case .string(let text) = name, let test = renderer.environment?.tests[text.string] else {
                    throw TemplateError(.runtime, "No test named \(try name.repr()).")
                }
                let rest = arguments
                return { item throws(TemplateError) in
                    try test.body(getter.get(item), rest, renderer) != negated ? item : nil
                }
            }
        }
    }
}
