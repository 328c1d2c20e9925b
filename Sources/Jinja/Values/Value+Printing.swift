extension Value {
    /// Python's `str()`.
    public func str() throws(TemplateError) -> Text {
        switch self {
        case .string(let text): return text.marker == .plain ? text : text.marked(.plain)
        case .undefined: return .empty
        case .object(let object): return try object.str()
        default:
            var out: [UInt8] = []
            try writeStr(to: &out)
            return Text(out)
        }
    }

    /// Python's `repr()`.
    public func repr() throws(TemplateError) -> Text {
        var out: [UInt8] = []
        var printer = Printer()
        try printer.write(self, to: &out)
        return Text(out)
    }

    /// Appends Python's `str()` to `out`.
    public func writeStr(to out: inout [UInt8]) throws(TemplateError) {
        switch self {
        case .string(let text): out.append(contentsOf: text.bytes)
        case .undefined: break
        case .int(let number): out.append(decimal: number)
        case .bool(let flag): out.append(flag ? "True" : "False")
        case .null: out.append("None")
        case .float(let number): out.append(PythonFloat.repr(number))
        case .decimal(let number): out.append(number.description)
        case .object(let object): out.append(contentsOf: try object.str().bytes)
        default:
            var printer = Printer()
            try printer.write(self, to: &out)
        }
    }
}

/// Prints nested values as `repr()` does, with `[...]` where a container holds itself.
public struct Printer {
    private var open: [ObjectIdentifier] = []
    private static let depthLimit = 500

    /// Appends Python's `repr()` of a value to `out`.
    public mutating func write(_ value: Value, to out: inout [UInt8]) throws(TemplateError) {
        switch value {
        case .undefined: out.append("Undefined")
        case .null: out.append("None")
        case .bool(let flag): out.append(flag ? "True" : "False")
        case .int(let number): out.append(decimal: number)
        case .bigInt(let number): out.append(number.description)
        case .float(let number): out.append(PythonFloat.repr(number))
        case .decimal(let number): out.append("Decimal('\(number)')")
        case .string(let text):
            if text.marker == .markup {
                out.append("Markup(")
                text.writeRepr(to: &out)
                out.append(")")
            } else {
                text.writeRepr(to: &out)
            }
        case .list(let list):
            guard try enter(list, "[...]", &out) else { return }
            try write(list.items, "[", "]", to: &out)
            leave()
        case .tuple(let tuple):
            guard try enter(tuple, "(...)", &out) else { return }
            try write(tuple.items, "(", tuple.items.count == 1 ? ",)" : ")", to: &out)
            leave()
        case .dict(let dict):
            guard try enter(dict, "{...}", &out) else { return }
            out.append("{")
            var isFirst = true
            for (key, value) in dict.items {
                if !isFirst { out.append(", ") }
                isFirst = false
                try write(key, to: &out)
                out.append(": ")
                try write(value, to: &out)
            }
            out.append("}")
            leave()
        case .set(let set):
            guard set.count > 0 else {
                out.append(set.isFrozen ? "frozenset()" : "set()")
                return
            }
            if set.isFrozen { out.append("frozenset(") }
            try write(set.orderedItems, "{", "}", to: &out)
            if set.isFrozen { out.append(")") }
        case .object(let object): try object.writeRepr(&self, to: &out)
        }
    }

    /// Appends values between brackets, with commas.
    mutating func write(
        _ items: [Value], _ opening: String, _ closing: String, to out: inout [UInt8]
    ) throws(TemplateError) {
        out.append(opening)
        for (index, item) in items.enumerated() {
            if index > 0 { out.append(", ") }
            try write(item, to: &out)
        }
        out.append(closing)
    }

    /// Begins to print a container; false when it is being printed already, and the placeholder stands for it.
    mutating func enter(
        _ object: AnyObject, _ placeholder: String, _ out: inout [UInt8]
    ) throws(TemplateError) -> Bool {
        let identity = ObjectIdentifier(object)
        if open.contains(identity) {
            out.append(placeholder)
            return false
        }
        guard open.count < Self.depthLimit else {
            throw TemplateError(.recursion, "maximum recursion depth exceeded while getting the repr of an object")
        }
        open.append(identity)
        return true
    }

    mutating func leave() { open.removeLast() }
}

extension Array where Element == UInt8 {
    @inlinable
    mutating func append(_ text: String) {
        append(contentsOf: text.utf8)
    }

    /// Appends the decimal digits of a number.
    mutating func append(decimal number: Int) {
        if number >= 0 && number < 10 {
            append(48 &+ UInt8(truncatingIfNeeded: number))
            return
        }
        var rest = number.magnitude
        let start = count
        while rest > 0 {
            append(48 &+ UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        }
        if number < 0 { append(UInt8(ascii: "-")) }
        var low = start
        var high = count - 1
        while low < high {
            swapAt(low, high)
            low += 1
            high -= 1
        }
    }
}

/// Python's text of floats.
enum PythonFloat {
    /// `repr(float)`: the shortest digits that give the same number, scientific from 1e16 and below 1e-4.
    static func repr(_ number: Double) -> String {
        if number.isNaN { return "nan" }
        if number.isInfinite { return number < 0 ? "-inf" : "inf" }
        // Where neither uses an exponent, Swift writes what Python writes.
        if number.magnitude >= 0.0001 && number.magnitude < 0x1p53 { return number.description }
        if number == 0 { return number.sign == .minus ? "-0.0" : "0.0" }
        let (digits, point) = shortest(number.magnitude)
        let sign = number < 0 ? "-" : ""
        if point > 16 || point < -3 {
            let power = point - 1
            let mantissa = digits.count == 1 ? digits : "\(digits.prefix(1)).\(digits.dropFirst())"
            let size = String(power.magnitude)
            return "\(sign)\(mantissa)e\(power < 0 ? "-" : "+")\(size.count < 2 ? "0" : "")\(size)"
        }
        if point <= 0 { return "\(sign)0.\(String(repeating: "0", count: -point))\(digits)" }
        if point >= digits.count { return "\(sign)\(digits)\(String(repeating: "0", count: point - digits.count)).0" }
        return "\(sign)\(digits.prefix(point)).\(digits.dropFirst(point))"
    }

    /// The shortest digits of a positive number, and where the point stands: 0.digits * 10^point.
    static func shortest(_ number: Double) -> (digits: String, point: Int) {
        var digits: [UInt8] = []
        var point: Int?
        var exponent = 0
        let bytes = Array(number.description.utf8)
        for (index, byte) in bytes.enumerated() {
            if byte == UInt8(ascii: ".") {
                point = digits.count
            } else if byte == UInt8(ascii: "e") {
                exponent = Int(String(decoding: bytes[(index + 1)...], as: UTF8.self)) ?? 0
                break
            } else {
                digits.append(byte)
            }
        }
        var position = (point ?? digits.count) + exponent
        while digits.count > 1, digits.first == 48 {
            digits.removeFirst()
            position -= 1
        }
        while digits.count > 1, digits.last == 48 { digits.removeLast() }
        return (String(decoding: digits, as: UTF8.self), position)
    }
}
