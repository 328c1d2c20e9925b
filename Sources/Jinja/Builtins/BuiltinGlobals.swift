/// Jinja2's own global names.
enum BuiltinGlobals {
    static let all: [String: @Sendable () -> Value] = [
        "range": { .object(TypeObject("range", range)) },
        "dict": { .object(TypeObject("dict", dict)) },
        "namespace": { .object(TypeObject("jinja2.utils.Namespace", namespace)) },
        "cycler": { .object(TypeObject("jinja2.utils.Cycler", cycler)) },
        "joiner": { .object(TypeObject("jinja2.utils.Joiner", joiner)) },
        "lipsum": { .function("lipsum", lipsum) },
    ]

    private static func range(_ arguments: Arguments, _ renderer: Renderer) throws(TemplateError) -> Value {
        try arguments.refuseKeywords("range")
        let count = arguments.positional.count
        guard count >= 1 else { throw TemplateError(.type, "range expected at least 1 argument, got 0") }
        guard count <= 3 else { throw TemplateError(.type, "range expected at most 3 arguments, got \(count)") }
        var numbers: [Int] = []
        for argument in arguments.positional {
            numbers.append(try MethodArguments.int(argument))
        }
        let (start, stop, step) =
            count == 1 ? (0, numbers[0], 1) : (numbers[0], numbers[1], count == 3 ? numbers[2] : 1)
        guard step != 0 else { throw TemplateError(.value, "range() arg 3 must not be zero") }
        let limit = 100_000
        let range = RangeObject(start: start, stop: stop, step: step)
        guard range.count <= limit else {
            throw TemplateError(.overflow, "Range too big. The sandbox blocks ranges larger than MAX_RANGE (\(limit)).")
        }
        return .object(range)
    }

    private static func dict(_ arguments: Arguments, _ renderer: Renderer) throws(TemplateError) -> Value {
        guard arguments.positional.count <= 1 else {
            throw TemplateError(.type, "dict expected at most 1 argument, got \(arguments.positional.count)")
        }
        let dict = DictObject()
        if let other = arguments.positional.first { try DictMethods.update(dict, other) }
        try DictMethods.setKeywords(dict, arguments)
        return .dict(dict)
    }

    private static func namespace(_ arguments: Arguments, _ renderer: Renderer) throws(TemplateError) -> Value {
        guard case .dict(let values) = try dict(arguments, renderer) else { return .null }
        return .object(NamespaceObject(values))
    }

    private static func cycler(_ arguments: Arguments, _ renderer: Renderer) throws(TemplateError) -> Value {
        try arguments.refuseKeywords("Cycler.__init__")
        guard !arguments.positional.isEmpty else {
            throw TemplateError(.pythonRuntime, "at least one item has to be provided")
        }
        return .object(Cycler(arguments.positional))
    }

    private static let joinerSignature = Signature("Joiner.__init__", optional: ["sep"])

    private static func joiner(_ arguments: Arguments, _ renderer: Renderer) throws(TemplateError) -> Value {
        .object(Joiner(try joinerSignature.bind(arguments)[0] ?? ", "))
    }

    private static let lipsumSignature = Signature("generate_lorem_ipsum", optional: ["n", "html", "min", "max"])

    /// Random text of the wanted shape; what it says is no matter.
    private static func lipsum(_ arguments: Arguments, _ renderer: Renderer) throws(TemplateError) -> Value {
        let bound = try lipsumSignature.bind(arguments)
        let count = try MethodArguments.int(bound[0] ?? .int(5))
        let isHTML = try bound[1]?.isTrue() ?? true
        let minimum = try MethodArguments.int(bound[2] ?? .int(20))
        let maximum = try MethodArguments.int(bound[3] ?? .int(100))
        guard minimum < maximum else { throw TemplateError(.value, "empty range in randrange(\(minimum), \(maximum))") }
        let words = ["lorem", "ipsum", "dolor", "sit", "amet", "elit", "magna", "porta", "nulla", "velit"]
        var paragraphs: [String] = []
        for _ in 0..<max(0, min(count, 10_000)) {
            let size = Int.random(in: minimum..<maximum)
            let text = (0..<max(1, min(size, 10_000))).map { _ in words.randomElement() ?? "" }.joined(separator: " ")
            let sentence = Text(text).capitalized.string + "."
            paragraphs.append(isHTML ? "<p>\(sentence)</p>" : sentence)
        }
        let text = Text(paragraphs.joined(separator: isHTML ? "\n" : "\n\n"))
        return .string(isHTML ? text.marked(.markup) : text)
    }
}

/// A Python class that templates can call.
public final class TypeObject: Object {
    private let name: String
    private let body: FunctionObject.Body

    public init(_ name: String, _ body: @escaping FunctionObject.Body) {
        self.name = name
        self.body = body
    }

    public override var typeName: String { name == "range" ? "function" : "type" }
    public override var isCallable: Bool { true }

    public override func attribute(_ name: String) throws(TemplateError) -> Value? {
        if self.name == "dict", name == "fromkeys" {
            return .function("fromkeys") { arguments, _ throws(TemplateError) in
                try DictMethods.call(DictObject(), .fromkeys, arguments)
            }
        }
        return nil
    }

    public override func call(_ arguments: Arguments, _ renderer: Renderer) throws(TemplateError) -> Value {
        try body(arguments, renderer)
    }

    public override func repr() throws(TemplateError) -> Text {
        if name == "range" {
            // In the sandbox it is a function of that name.
            return Text("<function safe_range at \(address)>")
        }
        return Text("<class '\(name)'>")
    }
}

/// Jinja2's `cycler`.
final class Cycler: Object {
    private let items: [Value]
    private var position = 0

    init(_ items: [Value]) {
        self.items = items
    }

    override var typeName: String { "jinja2.utils.Cycler" }

    override func attribute(_ name: String) throws(TemplateError) -> Value? {
        switch name {
        case "current": return items[position]
        case "items": return .tuple(items)
        case "pos": return .int(position)
        case "next":
            return .function("next") { [self] _, _ throws(TemplateError) in
                defer { position = (position + 1) % items.count }
                return items[position]
            }
        case "reset":
            return .function("reset") { [self] _, _ throws(TemplateError) in
                position = 0
                return .null
            }
        default: return nil
        }
    }
}

/// Jinja2's `joiner`: empty the first time it is called.
final class Joiner: Object {
    private let separator: Value
    private var wasUsed = false

    init(_ separator: Value) {
        self.separator = separator
    }

    override var typeName: String { "jinja2.utils.Joiner" }
    override var isCallable: Bool { true }

    override func attribute(_ name: String) throws(TemplateError) -> Value? {
        switch name {
        case "sep": separator
        case "used": .bool(wasUsed)
        default: nil
        }
    }

    override func call(_ arguments: Arguments, _ renderer: Renderer) throws(TemplateError) -> Value {
        defer { wasUsed = true }
        return wasUsed ? separator : .string(Text.empty)
    }
}
