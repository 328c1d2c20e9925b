/// The base class of all values that are not built in: subclass it to give templates an object of your own.
///
/// Override what the object can do; everything else raises the error that Python raises for an object without
/// that ability. Objects belong to one render and one thread.
open class Object {
    public init() {}

    /// The class name that Python messages show: `'Relation object' has no attribute 'x'`.
    open var typeName: String { "object" }

    /// The attribute `name`, or nil when there is none. Names that begin with `_` are never asked for.
    open func attribute(_ name: String) throws(TemplateError) -> Value? { nil }

    /// The attribute of a name that was prepared when the template was compiled.
    func attribute(_ key: AttributeKey) throws(TemplateError) -> Value? { try attribute(key.name) }

    /// The item under `key`, or nil when there is none (a template then looks for an attribute of that name).
    open func item(_ key: Value) throws(TemplateError) -> Value? { nil }

    /// Whether `callable` is true of the object.
    open var isCallable: Bool { false }

    /// Calls the object.
    open func call(_ arguments: Arguments, _ renderer: Renderer) throws(TemplateError) -> Value {
        throw TemplateError(.type, "'\(typeName)' object is not callable")
    }

    /// Calls the object with arguments as they are written; macros bind them without a list in between.
    func call(_ arguments: ArgumentsNode, in frame: Frame) throws(TemplateError) -> Value {
        try call(arguments.evaluate(frame), frame.renderer)
    }

    /// Calls the object and prints the result; the text of macros goes straight to the output, with the places it came
    /// from.
    func writeCall(_ arguments: ArgumentsNode, in frame: Frame) throws(TemplateError) {
        try frame.renderer.write(call(arguments, in: frame))
    }

    /// Calls the method `name`; the default calls the attribute of that name.
    ///
    /// Override it where making a callable for each method call is a waste.
    /// - Returns: nil when there is no such attribute.
    open func callMethod(
        _ name: String, _ arguments: Arguments, _ renderer: Renderer
    ) throws(TemplateError) -> Value? {
        guard let method = try attribute(name) else { return nil }
        return try renderer.call(method, arguments)
    }

    /// A new iterator over the object's items, or nil when it cannot be iterated.
    open func makeIterator() throws(TemplateError) -> ValueIterator? { nil }

    /// Whether the object can be iterated, without starting to: the test `iterable`.
    open var isIterable: Bool { false }

    /// The number of items: Python's `len`; nil when it has none.
    open func length() throws(TemplateError) -> Int? { nil }

    /// Whether the object counts as true; the default asks `length`.
    open func isTrue() throws(TemplateError) -> Bool {
        guard let count = try length() else { return true }
        return count != 0
    }

    /// Whether attributes are macros: what `{{ package.macro() }}` prints then goes straight to the output.
    open var isMacroNamespace: Bool { false }

    /// The entries when the object is a mapping that can be spread with `**` or copied into a dict; nil otherwise.
    open func mappingItems() throws(TemplateError) -> [(key: Value, value: Value)]? { nil }

    /// The number of an object that counts as an int, such as a member of an `IntFlag`; nil for others.
    open var integerValue: Int? { nil }

    /// The text of an object that counts as a string, such as a member of a `StrEnum`; nil for others.
    open var textValue: Text? { nil }

    /// What stands for the object in JSON; nil when it cannot be serialised.
    open func jsonValue() throws(TemplateError) -> Value? { nil }

    /// How to make the object again on another thread; nil for an object that can change or belongs to its render.
    open func detached() -> (@Sendable () -> Value)? { nil }

    /// Whether the object counts as a mapping, for the test `mapping`.
    open var isMapping: Bool { false }

    /// Whether the object counts as a sequence, for the test `sequence`.
    open var isSequence: Bool { false }

    /// Python's `==`; the default is identity.
    open func isEqual(to other: Value) throws(TemplateError) -> Bool {
        guard case .object(let object) = other else { return false }
        return object === self
    }

    /// Python's `hash`; the default is by identity.
    /// - Throws: a type error when the object cannot be a dict key.
    open func hash() throws(TemplateError) -> Int { ObjectIdentifier(self).hashValue }

    /// Whether the object stands before `other`; nil when the two cannot be ordered.
    open func isLess(than other: Value) throws(TemplateError) -> Bool? { nil }

    /// Python's `in`; the default iterates. Nil when the object is no container.
    open func contains(_ value: Value) throws(TemplateError) -> Bool? {
        guard let iterator = try makeIterator() else { return nil }
        while let item = try iterator.next() {
            if try item.isEqual(to: value) { return true }
        }
        return false
    }

    /// The result of an arithmetic operator with the object on the left, or on the right when `isReflected`; nil when
    /// the object does not know how.
    open func arithmetic(
        _ operation: Arithmetic, _ other: Value, isReflected: Bool
    ) throws(TemplateError) -> Value? { nil }

    /// Python's `str()`: what printing the object gives. The default is `repr()`.
    open func str() throws(TemplateError) -> Text { try Value.object(self).repr() }

    /// Python's `repr()` of an object that prints no other values.
    open func repr() throws(TemplateError) -> Text {
        Text("<\(typeName) object at \(address)>")
    }

    /// Appends Python's `repr()`. An object that prints values which templates can change overrides this instead of
    /// `repr()` and passes the printer on: it knows what is being printed, so that a cycle ends.
    open func writeRepr(_ printer: inout Printer, to out: inout [UInt8]) throws(TemplateError) {
        out.append(contentsOf: try repr().bytes)
    }

    /// Python's `format()` of the object with a non-empty format specification, as in `'{:%Y}'.format(date)`.
    open func format(_ specification: Text) throws(TemplateError) -> Text {
        guard specification.isEmpty else {
            throw TemplateError(.type, "unsupported format string passed to \(typeName).__format__")
        }
        return try str()
    }
}

extension Object {
    /// Where the object lies in memory, as Python prints it.
    var address: String { "0x" + String(UInt(bitPattern: ObjectIdentifier(self)), radix: 16) }
}

/// The operators that objects can define.
public enum Arithmetic: String, Sendable {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case floorDivide = "//"
    case modulo = "%"
    case power = "**"
    case negate, posit
}

/// A source of values, one after the other: Python's iterator protocol.
open class ValueIterator {
    public init() {}

    /// The next value, or nil at the end.
    open func next() throws(TemplateError) -> Value? { nil }

    /// Gives all values that are left to `body`, one at a time: what comes of it is the same as asking for each.
    open func forEach(_ body: (Value) throws(TemplateError) -> Void) throws(TemplateError) {
        while let value = try next() { try body(value) }
    }
}
