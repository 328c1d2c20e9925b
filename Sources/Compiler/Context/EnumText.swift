internal import Jinja

/// A member of one of Python's string enumerations: a text that also has a `name` and a `value`.
///
/// dbt's objects carry these where its files have plain text: the status of a result, the type of a node.
final class EnumText: Object {
    private let text: Text
    private let memberName: String
    private let className: String

    init(_ className: String, _ name: String, value: String) {
        self.className = className
        memberName = name
        text = Text(value)
    }

    override var typeName: String { className }
    override func detached() -> (@Sendable () -> Value)? {
        { [className, memberName, text] in .object(EnumText(className, memberName, value: text.string)) }
    }
    override var textValue: Text? { text }
    override var isIterable: Bool { true }
    override var isSequence: Bool { true }

    override func attribute(_ name: String) throws(TemplateError) -> Value? {
        switch name {
        case "value": .string(text)
        case "name": .string(Text(memberName))
        default: nil
        }
    }

    /// Everything else is done as with the text.
    override func callMethod(
        _ name: String, _ arguments: Arguments, _ renderer: Renderer
    ) throws(TemplateError) -> Value? {
        try Value.string(text).callMethod(name, arguments, renderer)
    }

    override func length() throws(TemplateError) -> Int? { try Value.string(text).length() }
    override func makeIterator() throws(TemplateError) -> ValueIterator? { try Value.string(text).makeIterator() }
    override func hash() throws(TemplateError) -> Int { try Value.string(text).hash() }
    override func str() throws(TemplateError) -> Text { text }
    override func repr() throws(TemplateError) -> Text {
        Text("<\(className).\(memberName): \(try Value.string(text).repr().string)>")
    }
    override func jsonValue() throws(TemplateError) -> Value? { .string(text) }

    override func isEqual(to other: Value) throws(TemplateError) -> Bool {
        try Value.string(text).isEqual(to: Self.plain(other))
    }
    override func isLess(than other: Value) throws(TemplateError) -> Bool? {
        guard case .string = Self.plain(other) else { return nil }
        return try Value.string(text).isLess(than: Self.plain(other))
    }
    override func contains(_ value: Value) throws(TemplateError) -> Bool? {
        guard case .string(let part) = Self.plain(value) else { return false }
        return text.string.contains(part.string)
    }
    override func arithmetic(
        _ operation: Arithmetic, _ other: Value, isReflected: Bool
    ) throws(TemplateError) -> Value? {
        guard operation == .add, case .string(let more) = Self.plain(other) else { return nil }
        return .string(Text(isReflected ? more.string + text.string : text.string + more.string))
    }

    private static func plain(_ value: Value) -> Value {
        (value.object as? EnumText).map { .string($0.text) } ?? value
    }
}
