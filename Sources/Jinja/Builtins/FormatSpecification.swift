/// The format mini-language behind `str.format`: `[[fill]align][sign][z][#][0][width][grouping][.precision][type]`.
struct FormatSpecification {
    private var fill = Text(" ")
    private var alignment: UInt8 = 0
    private var sign: UInt8 = 0
    private var coercesNegativeZero = false
    private var isAlternate = false
    private var width = 0
    private var grouping: UInt8 = 0
    private var precision: Int?
    private var type: UInt8 = 0
    private let source: Text

    init(_ text: Text, typeName: String) throws(TemplateError) {
        source = text
        let points = text.codePoints
        var index = 0
        func peek(_ offset: Int = 0) -> UInt32 { index + offset < points.count ? points[index + offset] : 0 }
        func isAlignment(_ point: UInt32) -> Bool { point == 60 || point == 62 || point == 61 || point == 94 }
        var hasFill = false
        if points.count >= 2, isAlignment(points[1]) {
            fill = Text(codePoints: CollectionOfOne(points[0]))
            hasFill = true
            alignment = UInt8(points[1])
            index = 2
        } else if isAlignment(peek()) {
            alignment = UInt8(peek())
            index = 1
        }
        if peek() == 43 || peek() == 45 || peek() == 32 {
            sign = UInt8(peek())
            index += 1
        }
        if peek() == 122 {
            coercesNegativeZero = true
            index += 1
        }
        if peek() == 35 {
            isAlternate = true
            index += 1
        }
        if peek() == 48, !hasFill {
            fill = Text("0")
            if alignment == 0 { alignment = UInt8(ascii: "=") }
            index += 1
            zeroPads = true
        }
        width = try Self.number(points, &index) ?? 0
        if peek() == 44 || peek() == 95 {
            grouping = UInt8(peek())
            index += 1
            if peek() == 44 || peek() == 95 {
                throw TemplateError(
                    .value,
                    peek() == UInt32(grouping)
                        ? "Cannot specify '\(Character(Unicode.Scalar(grouping)))' with '\(Character(Unicode.Scalar(grouping)))'."
                        : "Cannot specify both ',' and '_'.")
            }
        }
        if peek() == 46 {
            index += 1
            guard let digits = try Self.number(points, &index) else {
                throw TemplateError(.value, "Format specifier missing precision")
            }
            precision = digits
        }
        let rest = points.count - index
        if rest > 1 {
            throw TemplateError(.value, "Invalid format specifier '\(text)' for object of type '\(typeName)'")
        }
        if rest == 1 {
            guard points[index] < 128 else {
                throw TemplateError(
                    .value,
                    "Unknown format code '\(Text(codePoints: points[index...]))' for object of type '\(typeName)'")
            }
            type = UInt8(points[index])
        }
    }

    private var zeroPads = false

    private static func number(_ points: [UInt32], _ index: inout Int) throws(TemplateError) -> Int? {
        var value: Int?
        while index < points.count, points[index] >= 48, points[index] <= 57 {
            value = (value ?? 0) * 10 + Int(points[index] - 48)
            guard let value, value < 1 << 28 else {
                throw TemplateError(.value, "Too many decimal digits in format string")
            }
            index += 1
        }
        return value
    }

    /// Formats a value as `format(value, specification)`.
    static func format(_ value: Value, _ specification: Text) throws(TemplateError) -> Text {
        switch value {
        case .object(let object): return try object.format(specification)
        case .string(let text):
            if specification.isEmpty { return text }
            return try FormatSpecification(specification, typeName: "str").string(text)
        case .int, .bigInt:
            if specification.isEmpty { return try value.str() }
            return try FormatSpecification(specification, typeName: "int").number(value)
        case .bool(let flag):
            if specification.isEmpty { return try value.str() }
            return try FormatSpecification(specification, typeName: "bool").number(.int(flag ? 1 : 0))
        case .float(let number):
            return try FormatSpecification(specification, typeName: "float").float(number)
        case .decimal(let number):
            if specification.isEmpty { return try value.str() }
            return try FormatSpecification(specification, typeName: "decimal.Decimal").decimal(number)
        default:
            guard specification.isEmpty else {
                throw TemplateError(.type, "unsupported format string passed to \(value.typeName).__format__")
            }
            return try value.str()
        }
    }

    private func string(_ text: Text) throws(TemplateError) -> Text {
        guard type == 0 || type == UInt8(ascii: "s") else { throw unknownType("str") }
        if sign != 0 {
            throw TemplateError(
                .value,
                sign == 32
                    ? "Space not allowed in string format specifier" : "Sign not allowed in string format specifier")
        }
        if coercesNegativeZero {
            throw TemplateError(.value, "Negative zero coercion (z) not allowed in format specifier with string")
        }
        if isAlternate { throw TemplateError(.value, "Alternate form (#) not allowed in string format specifier") }
        if grouping != 0 {
            throw TemplateError(.value, "Cannot specify '\(Character(Unicode.Scalar(grouping)))' with 's'.")
        }
        if alignment == UInt8(ascii: "=") && !zeroPads {
            throw TemplateError(.value, "'=' alignment not allowed in string format specifier")
        }
        let length = text.count
        let cut = precision.map { min($0, length) } ?? length
        let shown = cut < length ? text.slice(0..<cut) : text
        return try pad(shown, defaultAlignment: UInt8(ascii: "<"))
    }

    private func unknownType(_ name: String) -> TemplateError {
        TemplateError(.value, "Unknown format code '\(Character(Unicode.Scalar(type)))' for object of type '\(name)'")
    }

    private func pad(_ text: Text, defaultAlignment: UInt8) throws(TemplateError) -> Text {
        switch alignment == 0 ? defaultAlignment : alignment {
        case UInt8(ascii: "<"): return try text.padded(to: width, fill: fill, .left)
        case UInt8(ascii: "^"):
            // Here the odd character always goes to the right.
            let missing = max(0, width - text.count)
            let left = try text.padded(to: text.count + missing / 2, fill: fill, .right)
            return try left.padded(to: width, fill: fill, .left)
        case UInt8(ascii: "=") where zeroPads && defaultAlignment == UInt8(ascii: "<"):
            return try text.padded(to: width, fill: fill, .left)
        default: return try text.padded(to: width, fill: fill, .right)
        }
    }

    private func number(_ value: Value) throws(TemplateError) -> Text {
        switch type {
        case UInt8(ascii: "e"), UInt8(ascii: "E"), UInt8(ascii: "f"), UInt8(ascii: "F"), UInt8(ascii: "g"),
            UInt8(ascii: "G"),
            UInt8(ascii: "%"):
            let number = value.number?.double ?? 0
            if number.isInfinite { throw TemplateError(.overflow, "int too large to convert to float") }
            return try float(number)
        case 0, UInt8(ascii: "d"), UInt8(ascii: "n"), UInt8(ascii: "b"), UInt8(ascii: "o"), UInt8(ascii: "x"),
            UInt8(ascii: "X"), UInt8(ascii: "c"):
            break
        default: throw unknownType(typeName(value))
        }
        if precision != nil { throw TemplateError(.value, "Precision not allowed in integer format specifier") }
        if coercesNegativeZero {
            throw TemplateError(.value, "Negative zero coercion (z) not allowed in format specifier with integer")
        }
        guard let big = value.number?.big else { return .empty }
        if type == UInt8(ascii: "c") { return try character(big) }
        var prefix = ""
        var digits: String
        let size = BigInteger(magnitude: big.magnitude, isNegative: false)
        switch type {
        case UInt8(ascii: "b"): (prefix, digits) = ("0b", size.description(base: 2))
        case UInt8(ascii: "o"): (prefix, digits) = ("0o", size.description(base: 8))
        case UInt8(ascii: "x"): (prefix, digits) = ("0x", size.description(base: 16))
        case UInt8(ascii: "X"): (prefix, digits) = ("0X", size.description(base: 16).uppercased())
        default: digits = size.description
        }
        if !isAlternate { prefix = "" }
        if grouping == UInt8(ascii: ","), type != 0, type != UInt8(ascii: "d") {
            throw TemplateError(.value, "Cannot specify ',' with '\(Character(Unicode.Scalar(type)))'.")
        }
        let every = type == 0 || type == UInt8(ascii: "d") || type == UInt8(ascii: "n") ? 3 : 4
        return try assemble(big.isNegative, prefix, digits, "", groupEvery: every)
    }

    private func typeName(_ value: Value) -> String { value.typeName }

    private func character(_ number: BigInteger) throws(TemplateError) -> Text {
        if sign != 0 { throw TemplateError(.value, "Sign not allowed with integer format specifier 'c'") }
        if isAlternate {
            throw TemplateError(.value, "Alternate form (#) not allowed with integer format specifier 'c'")
        }
        if grouping != 0 { throw TemplateError(.value, "Cannot specify ',' with 'c'.") }
        guard let point = number.int, point >= 0, point < 0x110000 else {
            throw TemplateError(.overflow, "%c arg not in range(0x110000)")
        }
        return try pad(Text(codePoints: CollectionOfOne(UInt32(point))), defaultAlignment: UInt8(ascii: ">"))
    }

    private func float(_ number: Double) throws(TemplateError) -> Text {
        switch type {
        case 0, UInt8(ascii: "e"), UInt8(ascii: "E"), UInt8(ascii: "f"), UInt8(ascii: "F"), UInt8(ascii: "g"),
            UInt8(ascii: "G"), UInt8(ascii: "n"), UInt8(ascii: "%"):
            break
        default: throw unknownType("float")
        }
        var body: String
        var suffix = type == UInt8(ascii: "%") ? "%" : ""
        if !number.isFinite {
            body = number.isNaN ? "nan" : "inf"
        } else {
            switch type {
            case UInt8(ascii: "f"), UInt8(ascii: "F"):
                body = FloatFormat.fixed(number, places: precision ?? 6) + (isAlternate && precision == 0 ? "." : "")
            case UInt8(ascii: "%"): body = FloatFormat.fixed(number * 100, places: precision ?? 6)
            case UInt8(ascii: "e"), UInt8(ascii: "E"):
                body = FloatFormat.exponential(number, places: precision ?? 6, keepsPoint: isAlternate)
            case UInt8(ascii: "g"), UInt8(ascii: "G"), UInt8(ascii: "n"):
                body = FloatFormat.general(number, precision: precision ?? 6, keepsZeros: isAlternate)
            default:
                body =
                    precision.map {
                        FloatFormat.general(number, precision: $0, keepsZeros: isAlternate, addsPointZero: true)
                    }
                    ?? PythonFloat.repr(number.magnitude)
            }
        }
        if type == UInt8(ascii: "E") || type == UInt8(ascii: "G") || type == UInt8(ascii: "F") {
            body = body.uppercased()
        }
        var isNegative = number.sign == .minus && !number.isNaN
        if coercesNegativeZero, body.utf8.allSatisfy({ $0 == 48 || $0 == 46 }) { isNegative = false }
        // Grouping concerns the digits before the point or exponent.
        let whole = body.utf8.prefix { $0 >= 48 && $0 <= 57 }.count
        suffix = String(body.dropFirst(whole)) + suffix
        if whole == 0 { return try assemble(isNegative, "", "", suffix, groupEvery: 0) }
        return try assemble(isNegative, "", String(body.prefix(whole)), suffix, groupEvery: 3)
    }

    private func decimal(_ number: DecimalNumber) throws(TemplateError) -> Text {
        let shown: DecimalNumber
        var suffix = ""
        switch type {
        case UInt8(ascii: "f"), UInt8(ascii: "F"):
            shown = number.quantized(places: precision ?? max(0, -number.exponent))
        case UInt8(ascii: "%"):
            shown = (number * DecimalNumber(100)).quantized(places: precision ?? max(0, -number.exponent - 2))
            suffix = "%"
        case 0, UInt8(ascii: "g"), UInt8(ascii: "G"), UInt8(ascii: "n"), UInt8(ascii: "e"), UInt8(ascii: "E"):
            if type == UInt8(ascii: "e") || type == UInt8(ascii: "E") || precision != nil {
                return try float(number.double)
            }
            shown = number
        default: throw unknownType("decimal.Decimal")
        }
        let body = shown.description
        let digits = body.hasPrefix("-") ? String(body.dropFirst()) : body
        let whole = digits.utf8.prefix { $0 >= 48 && $0 <= 57 }.count
        return try assemble(
            shown.coefficient.isNegative, "", String(digits.prefix(whole)), String(digits.dropFirst(whole)) + suffix,
            groupEvery: 3)
    }

    /// Puts sign, prefix, grouped digits and the rest together, and pads.
    private func assemble(
        _ isNegative: Bool, _ prefix: String, _ digits: String, _ suffix: String, groupEvery: Int
    ) throws(TemplateError) -> Text {
        let lead = (isNegative ? "-" : sign == UInt8(ascii: "+") ? "+" : sign == 32 ? " " : "") + prefix
        let effective = alignment == 0 ? UInt8(ascii: ">") : alignment
        var grouped = digits
        if grouping != 0 && groupEvery > 0 {
            var minimum = 0
            if effective == UInt8(ascii: "="), fill == Text("0") {
                minimum = width - lead.utf8.count - suffix.utf8.count
            }
            grouped = Self.group(digits, every: groupEvery, Character(Unicode.Scalar(grouping)), minimum: minimum)
        }
        guard effective == UInt8(ascii: "=") else {
            return try pad(Text(lead + grouped + suffix), defaultAlignment: UInt8(ascii: ">"))
        }
        let body = Text(grouped + suffix)
        let padded = try body.padded(to: width - lead.utf8.count, fill: fill, .right)
        return Text(Array(lead.utf8) + padded.bytes)
    }

    private static func group(_ digits: String, every: Int, _ separator: Character, minimum: Int) -> String {
        var digits = digits
        func length(_ count: Int) -> Int { count + (count - 1) / every }
        while length(digits.utf8.count) < minimum { digits = "0" + digits }
        // A separator cannot come first, so one more digit may be needed where it would.
        var result = ""
        let count = digits.utf8.count
        for (index, digit) in digits.enumerated() {
            if index > 0 && (count - index) % every == 0 { result.append(separator) }
            result.append(digit)
        }
        return result
    }
}
