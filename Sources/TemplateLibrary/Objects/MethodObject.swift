public import Jinja

/// An object with properties and with methods that are told apart by name, like most of Python's own classes.
///
/// Subclasses name their methods once; calling one then needs no callable object, and asking for one without calling
/// it gives a bound method.
open class MethodObject: Object {
    /// The names that `invoke` answers to.
    open var methodNames: Set<String> { [] }

    /// The attribute `name` when it is no method.
    open func property(_ name: String) throws(TemplateError) -> Value? { nil }

    /// Runs the method `name`, one of `methodNames`.
    open func invoke(
        _ name: String, _ arguments: Arguments, _ renderer: Renderer
    ) throws(TemplateError) -> Value {
        throw TemplateError(.attribute, "'\(typeName)' object has no attribute '\(name)'")
    }

    public final override func attribute(_ name: String) throws(TemplateError) -> Value? {
        if methodNames.contains(name) {
            return .object(
                FunctionObject(name, kind: "builtin_function_or_method") { arguments, renderer throws(TemplateError) in
                    try self.invoke(name, arguments, renderer)
                })
        }
        return try property(name)
    }

    public final override func callMethod(
        _ name: String, _ arguments: Arguments, _ renderer: Renderer
    ) throws(TemplateError) -> Value? {
        if methodNames.contains(name) { return try invoke(name, arguments, renderer) }
        guard let callable = try property(name) else { return nil }
        return try renderer.call(callable, arguments)
    }
}

/// A Python class: it can be called to make an instance, and has class methods and constants.
class ClassObject: MethodObject {
    /// The name with its module, as in `<class 'datetime.date'>`.
    let name: String

    init(name: String) {
        self.name = name
    }

    override var typeName: String { "type" }
    override var isCallable: Bool { true }
    override func repr() throws(TemplateError) -> Text { Text("<class '\(name)'>") }

    /// A function of the class called `method` that takes the instance as its first argument: `datetime.strftime(d, f)`.
    func unbound(_ method: String) -> Value {
        .function(method) { arguments, renderer throws(TemplateError) in
            guard case .object(let object)? = arguments.positional.first else {
                throw TemplateError(.type, "unbound method \(self.name).\(method)() needs an argument")
            }
            let rest = Arguments(Array(arguments.positional.dropFirst()), keyword: arguments.keyword)
            guard let result = try object.callMethod(method, rest, renderer) else {
                throw TemplateError(
                    .type,
                    "descriptor '\(method)' for '\(self.name)' objects doesn't apply to a '\(object.typeName)' object")
            }
            return result
        }
    }
}

/// An instance of a named tuple class of Python: read by index or by name.
final class RecordObject: MethodObject {
    private let className: String
    private let fields: [(name: String, value: Value)]

    init(_ className: String, _ fields: [(name: String, value: Value)]) {
        self.className = className
        self.fields = fields
    }

    override var typeName: String { className }
    override var isIterable: Bool { true }
    override var isSequence: Bool { true }
    override func length() throws(TemplateError) -> Int? { fields.count }

    override func property(_ name: String) throws(TemplateError) -> Value? {
        fields.first { $0.name == name }?.value
    }

    override func item(_ key: Value) throws(TemplateError) -> Value? {
        guard let index = key.int else { return nil }
        let position = index < 0 ? index + fields.count : index
        return fields.indices.contains(position) ? fields[position].value : nil
    }

    override func makeIterator() throws(TemplateError) -> ValueIterator? {
        ArrayIterator(fields.map(\.value))
    }

    override func isEqual(to other: Value) throws(TemplateError) -> Bool {
        guard case .object(let object) = other, let record = object as? RecordObject else {
            return try Value.tuple(fields.map(\.value)).isEqual(to: other)
        }
        return try Value.tuple(fields.map(\.value)).isEqual(to: .tuple(record.fields.map(\.value)))
    }

    override func hash() throws(TemplateError) -> Int { try Value.tuple(fields.map(\.value)).hash() }

    override func writeRepr(_ printer: inout Printer, to out: inout [UInt8]) throws(TemplateError) {
        out.append(contentsOf: "\(className)(".utf8)
        for (index, field) in fields.enumerated() {
            out.append(contentsOf: (index == 0 ? "\(field.name)=" : ", \(field.name)=").utf8)
            try printer.write(field.value, to: &out)
        }
        out.append(UInt8(ascii: ")"))
    }
}
