internal import Jinja

/// A member of `re.RegexFlag`: an int that prints its name.
final class RegexFlag: Object {
    let value: Int

    init(_ value: Int) {
        self.value = value
    }

    static let names: [(long: String, short: String, value: Int)] = [
        ("ASCII", "A", 256), ("IGNORECASE", "I", 2), ("LOCALE", "L", 4), ("UNICODE", "U", 32), ("MULTILINE", "M", 8),
        ("DOTALL", "S", 16), ("VERBOSE", "X", 64),
    ]

    /// `re.IGNORECASE|re.MULTILINE`; what has no name is a number.
    static func text(_ value: Int) -> String {
        var parts: [String] = []
        var rest = value
        for name in names where value & name.value != 0 {
            parts.append("re.\(name.long)")
            rest &= ~name.value
        }
        if rest != 0 { parts.append("0x" + String(rest, radix: 16)) }
        return parts.isEmpty ? "re.NOFLAG" : parts.joined(separator: "|")
    }

    override var typeName: String { "RegexFlag" }
    override var integerValue: Int? { value }
    override func attribute(_ name: String) throws(TemplateError) -> Value? {
        switch name {
        case "value": .int(value)
        case "name": Self.names.first { $0.value == value }.map { .string($0.long) } ?? .null
        default: nil
        }
    }

    override func jsonValue() throws(TemplateError) -> Value? { .int(value) }
    override func isTrue() throws(TemplateError) -> Bool { value != 0 }
    override func repr() throws(TemplateError) -> Text { Text(Self.text(value)) }
    override func hash() throws(TemplateError) -> Int { try Value.int(value).hash() }
    override func isEqual(to other: Value) throws(TemplateError) -> Bool {
        try Value.int(value).isEqual(to: other.withoutFlag)
    }
    override func isLess(than other: Value) throws(TemplateError) -> Bool? {
        try Value.int(value).isLess(than: other.withoutFlag)
    }

    override func arithmetic(
        _ operation: Arithmetic, _ other: Value, isReflected: Bool
    ) throws(TemplateError) -> Value? {
        switch operation {
        case .negate: return .int(-value)
        case .posit: return .int(value)
        default: break
        }
        guard let number = other.withoutFlag.int else { return nil }
        let (left, right) = isReflected ? (number, value) : (value, number)
        switch operation {
        case .add: return .int(left &+ right)
        case .subtract: return .int(left &- right)
        case .multiply: return .int(left &* right)
        default: return nil
        }
    }
}

extension Value {
    /// An int in place of a regex flag.
    var withoutFlag: Value { (object as? RegexFlag).map { .int($0.value) } ?? self }
}
