internal import Jinja

/// `datetime.timedelta`
final class TimeDeltaObject: MethodObject {
    let delta: TimeDelta

    init(_ delta: TimeDelta) {
        self.delta = delta
    }

    override func detached() -> (@Sendable () -> Value)? { { [delta] in .object(TimeDeltaObject(delta)) } }
    override var typeName: String { "datetime.timedelta" }
    override var methodNames: Set<String> { Self.methods }
    static let methods: Set<String> = ["total_seconds"]

    override func property(_ name: String) throws(TemplateError) -> Value? {
        switch name {
        case "days": .int(delta.days)
        case "seconds": .int(delta.seconds)
        case "microseconds": .int(delta.fraction)
        default: try TimeDeltaClass().property(name)
        }
    }

    override func invoke(
        _ name: String, _ arguments: Arguments, _ renderer: Renderer
    ) throws(TemplateError) -> Value {
        try Signature(name).bind(arguments).isEmpty ? .float(delta.totalSeconds) : .null
    }

    override func isTrue() throws(TemplateError) -> Bool { delta != .zero }
    override func str() throws(TemplateError) -> Text { Text(delta.text) }
    override func repr() throws(TemplateError) -> Text { Text(delta.representation) }
    override func hash() throws(TemplateError) -> Int { delta.hashValue }

    override func isEqual(to other: Value) throws(TemplateError) -> Bool { other.timeDelta == delta }

    override func isLess(than other: Value) throws(TemplateError) -> Bool? {
        guard let other = other.timeDelta else { return nil }
        return delta < other
    }

    override func arithmetic(
        _ operation: Arithmetic, _ other: Value, isReflected: Bool
    ) throws(TemplateError) -> Value? {
        switch operation {
        case .negate: return .timeDelta(try TimeDelta(microseconds: -delta.microseconds))
        case .posit: return .timeDelta(delta)
        case .multiply:
            if let factor = other.int { return .timeDelta(try delta.multiplied(by: factor)) }
            if case .float(let factor) = other { return .timeDelta(try delta.multiplied(by: factor)) }
            return nil
        default: break
        }
        if let other = other.timeDelta {
            return try isReflected ? Self.compute(operation, other, delta) : Self.compute(operation, delta, other)
        }
        guard !isReflected else { return nil }
        switch (operation, other) {
        case (.divide, .float(let divisor)): return .timeDelta(try delta.divided(by: divisor))
        case (.divide, _):
            return try other.int.map { number throws(TemplateError) in .timeDelta(try delta.divided(by: number)) }
        case (.floorDivide, _):
            guard let divisor = other.int else { return nil }
            guard divisor != 0 else { throw TimeDelta.divisionByZero }
            return .timeDelta(try TimeDelta(microseconds: delta.microseconds.floorDivided(by: Int128(divisor))))
        default: return nil
        }
    }

    private static func compute(
        _ operation: Arithmetic, _ left: TimeDelta, _ right: TimeDelta
    ) throws(TemplateError) -> Value? {
        let (left, right) = (left.microseconds, right.microseconds)
        switch operation {
        case .add: return .timeDelta(try TimeDelta(microseconds: left + right))
        case .subtract: return .timeDelta(try TimeDelta(microseconds: left - right))
        case .divide, .floorDivide, .modulo:
            guard right != 0 else { throw TimeDelta.divisionByZero }
            if operation == .divide { return .float(Double(left) / Double(right)) }
            if operation == .modulo { return .timeDelta(try TimeDelta(microseconds: left.modulo(right))) }
            return .int(Int(clamping: left.floorDivided(by: right)))
        default: return nil
        }
    }
}

/// The class `datetime.timedelta`.
final class TimeDeltaClass: ClassObject {
    /// Keyword, and its length in microseconds.
    private static let units: [(name: String, size: Int)] = [
        ("days", CalendarMath.microsecondsPerDay), ("seconds", 1_000_000), ("microseconds", 1),
        ("milliseconds", 1_000), ("minutes", 60_000_000), ("hours", 3_600_000_000),
        ("weeks", 7 * CalendarMath.microsecondsPerDay),
    ]

    init() {
        super.init(name: "datetime.timedelta")
    }

    override func property(_ name: String) throws(TemplateError) -> Value? {
        let most = Int128(TimeDelta.largestDay) * Int128(CalendarMath.microsecondsPerDay)
        switch name {
        case "min": return .timeDelta(try TimeDelta(microseconds: -most))
        case "max": return .timeDelta(try TimeDelta(microseconds: most + Int128(CalendarMath.microsecondsPerDay) - 1))
        case "resolution": return .timeDelta(try TimeDelta(microseconds: 1))
        default: return TimeDeltaObject.methods.contains(name) ? unbound(name) : nil
        }
    }

    override func call(_ arguments: Arguments, _ renderer: Renderer) throws(TemplateError) -> Value {
        let signature = Signature("__new__", optional: Self.units.map(\.name))
        var whole: Int128 = 0
        var part = 0.0
        for (value, unit) in zip(try signature.bind(arguments), Self.units) {
            guard let value else { continue }
            if let number = value.int {
                whole += Int128(number) * Int128(unit.size)
            } else if case .float(let number) = value {
                guard number.isFinite, number.magnitude < 1e18 else {
                    let kind: TemplateError.Kind = number.isNaN ? .value : .overflow
                    throw TemplateError(kind, "cannot convert float \(number.isNaN ? "NaN" : "infinity") to integer")
                }
                // Whole units count exactly; the fraction goes through floating point, as Python does it.
                let units = number.rounded(.towardZero)
                let fraction = (number - units) * Double(unit.size)
                whole += Int128(units) * Int128(unit.size) + Int128(fraction.rounded(.towardZero))
                part += fraction - fraction.rounded(.towardZero)
            } else {
                throw TemplateError(
                    .type, "unsupported type for timedelta \(unit.name) component: \(value.typeName)")
            }
        }
        let rounded = Int128(part.rounded())
        let isTie = (part - part.rounded(.towardZero)).magnitude == 0.5
        let total = isTie ? TimeDelta.roundedQuotient(2 * whole + Int128(part * 2), 2) : whole + rounded
        return .timeDelta(try TimeDelta(microseconds: total))
    }
}

extension Value {
    static func timeDelta(_ delta: TimeDelta) -> Value { .object(TimeDeltaObject(delta)) }

    var timeDelta: TimeDelta? { (object as? TimeDeltaObject)?.delta }
}
