/// A Python `range`.
final class RangeObject: Object {
    let start: Int
    let stop: Int
    let step: Int

    /// - Parameter step: not zero.
    init(start: Int, stop: Int, step: Int) {
        self.start = start
        self.stop = stop
        self.step = step
    }

    var count: Int {
        guard step > 0 ? start < stop : start > stop else { return 0 }
        return Int(clamping: (distance(to: stop) - 1) / step.magnitude &+ 1)
    }

    /// How far a number lies in the direction of the steps; the numbers of a range can be further apart than an `Int` counts.
    private func distance(to number: Int) -> UInt {
        UInt(bitPattern: step > 0 ? number &- start : start &- number)
    }

    override var typeName: String { "range" }
    override var isIterable: Bool { true }
    override var isSequence: Bool { true }
    override func length() throws(TemplateError) -> Int? { count }

    override func attribute(_ name: String) throws(TemplateError) -> Value? {
        switch name {
        case "start": return .int(start)
        case "stop": return .int(stop)
        case "step": return .int(step)
        case "index":
            return .function("index") { [self] arguments, _ throws(TemplateError) in
                guard let number = arguments.positional.first?.int, try contains(.int(number)) == true else {
                    throw TemplateError(
                        .value, "\(try arguments.positional.first?.repr().string ?? "") is not in range")
                }
                return .int(Int(clamping: distance(to: number) / step.magnitude))
            }
        case "count":
            return .function("count") { [self] arguments, _ throws(TemplateError) in
                .int(try contains(arguments.positional.first ?? .null) == true ? 1 : 0)
            }
        default: return nil
        }
    }

    override func item(_ key: Value) throws(TemplateError) -> Value? {
        guard let index = key.int else { return nil }
        let position = index < 0 ? index + count : index
        guard position >= 0, position < count else { return nil }
        return .int(start &+ position &* step)
    }

    override func makeIterator() throws(TemplateError) -> ValueIterator? { RangeIterator(self) }

    override func contains(_ value: Value) throws(TemplateError) -> Bool? {
        guard let number = value.int ?? wholeFloat(value), count > 0 else { return false }
        let inside = step > 0 ? number >= start && number < stop : number <= start && number > stop
        return inside && distance(to: number) % step.magnitude == 0
    }

    private func wholeFloat(_ value: Value) -> Int? {
        guard case .float(let number) = value else { return nil }
        return Int(exactly: number)
    }

    override func isEqual(to other: Value) throws(TemplateError) -> Bool {
        guard case .object(let object) = other, let range = object as? RangeObject else { return false }
        guard count == range.count else { return false }
        return count == 0 || (start == range.start && (count == 1 || step == range.step))
    }

    override func hash() throws(TemplateError) -> Int {
        count == 0 ? 0 : start &* 31 &+ count &* 17 &+ (count == 1 ? 0 : step)
    }

    override func repr() throws(TemplateError) -> Text {
        Text(step == 1 ? "range(\(start), \(stop))" : "range(\(start), \(stop), \(step))")
    }

    private final class RangeIterator: ValueIterator {
        private var upcoming: Int
        private var left: Int
        private let step: Int

        init(_ range: RangeObject) {
            upcoming = range.start
            left = range.count
            step = range.step
        }

        override func next() throws(TemplateError) -> Value? {
            guard left > 0 else { return nil }
            left -= 1
            let value = upcoming
            upcoming &+= step
            return .int(value)
        }
    }
}

/// A Python `slice` object.
final class SliceObject: Object {
    let parts: [Value]

    init(_ parts: [Value]) {
        self.parts = parts
    }

    override var typeName: String { "slice" }

    override func hash() throws(TemplateError) -> Int { throw TemplateError(.type, "unhashable type: 'slice'") }

    override func repr() throws(TemplateError) -> Text {
        var texts: [String] = []
        for part in parts { texts.append(try part.repr().string) }
        return Text("slice(\(texts.joined(separator: ", ")))")
    }
}

/// Jinja2's `namespace`: attributes that templates can assign.
public final class NamespaceObject: Object {
    public let values: DictObject

    public init(_ values: DictObject = DictObject()) {
        self.values = values
    }

    public override var typeName: String { "jinja2.utils.Namespace" }

    public override func attribute(_ name: String) throws(TemplateError) -> Value? { values.get(Text(name)) }

    override func attribute(_ key: AttributeKey) throws(TemplateError) -> Value? {
        values.get(key.text, hash: key.hash)
    }

    public override func item(_ key: Value) throws(TemplateError) -> Value? { nil }

    public override func writeRepr(_ printer: inout Printer, to out: inout [UInt8]) throws(TemplateError) {
        out.append("<Namespace ")
        try printer.write(.dict(values), to: &out)
        out.append(UInt8(ascii: ">"))
    }
}
