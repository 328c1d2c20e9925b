/// Python's `%` formatting of strings.
enum PercentFormat {
    private struct Directive {
        var isLeft = false
        var hasPlus = false
        var hasSpace = false
        var isAlternate = false
        var pads = false
        var width = 0
        var precision: Int?
    }

    static func format(_ text: Text, _ argument: Value) throws(TemplateError) -> Text {
        var formatter = Formatter(text, argument)
        return try formatter.run()
    }

    private struct Formatter {
        let points: [UInt32]
        let isMarkup: Bool
        let mapping: Value?
        let values: [Value]
        var next = 0
        var index = 0
        var usedMapping = false
        var out: [UInt8] = []

        init(_ text: Text, _ argument: Value) {
            points = text.codePoints
            isMarkup = text.marker == .markup
            switch argument {
            case .tuple(let tuple):
                values = tuple.items
                mapping = nil
            case .dict, .list:
                values = [argument]
                mapping = argument
            case .object(let object):
                values = [argument]
                mapping = object.isMapping ? argument : nil
            default:
                values = [argument]
                mapping = nil
            }
        }

        mutating func run() throws(TemplateError) -> Text {
            while index < points.count {
                let point = points[index]
                index += 1
                guard point == 37 else {
                    out.append(codePoint: point)
                    continue
                }
                guard index < points.count else { throw TemplateError(.value, "incomplete format") }
                if points[index] == 37 {
                    index += 1
                    out.append(37)
                    continue
                }
                try directive()
            }
            if next < values.count && mapping == nil && !usedMapping {
                throw TemplateError(.type, "not all arguments converted during string formatting")
            }
            return Text(out).marked(isMarkup ? .markup : .plain)
        }

        private mutating func nextValue() throws(TemplateError) -> Value {
            guard next < values.count else { throw TemplateError(.type, "not enough arguments for format string") }
            next += 1
            return values[next - 1]
        }

        private mutating func directive() throws(TemplateError) {
            var directive = Directive()
            var keyed: Value?
            if points[index] == 40 { keyed = try mappedValue() }
            flags: while index < points.count {
                switch points[index] {
                case 45: directive.isLeft = true
                case 43: directive.hasPlus = true
                case 32: directive.hasSpace = true
                case 35: directive.isAlternate = true
                case 48: directive.pads = true
                default: break flags
                }
                index += 1
            }
            if index < points.count, points[index] == 42 {
                index += 1
                directive.width = try star()
                if directive.width < 0 {
                    directive.isLeft = true
                    directive.width = -directive.width
                }
            } else {
                directive.width = try digits() ?? 0
            }
            if index < points.count, points[index] == 46 {
                index += 1
                if index < points.count, points[index] == 42 {
                    index += 1
                    directive.precision = max(0, try star())
                } else {
                    directive.precision = try digits() ?? 0
                }
            }
            while index < points.count, [104, 108, 76].contains(points[index]) { index += 1 }
            guard index < points.count else { throw TemplateError(.value, "incomplete format") }
            let type = points[index]
            index += 1
            if type == 37 {
                out.append(37)
                return
            }
            if let keyed { return try write(keyed, type, directive) }
            try write(nextValue(), type, directive)
        }

        private mutating func star() throws(TemplateError) -> Int {
            guard let number = try nextValue().int else { throw TemplateError(.type, "* wants int") }
            guard abs(number) < 1 << 28 else { throw TemplateError(.overflow, "width too big") }
            return number
        }

        private mutating func digits() throws(TemplateError) -> Int? {
            var number: Int?
            while index < points.count, points[index] >= 48, points[index] <= 57 {
                number = (number ?? 0) * 10 + Int(points[index] - 48)
                guard let number, number < 1 << 28 else { throw TemplateError(.value, "width too big") }
                index += 1
            }
            return number
        }

        private mutating func mappedValue() throws(TemplateError) -> Value {
            guard let mapping else { throw TemplateError(.type, "format requires a mapping") }
            var nesting = 1
            index += 1
            let start = index
            while index < points.count {
                if points[index] == 40 { nesting += 1 }
                if points[index] == 41 {
                    nesting -= 1
                    if nesting == 0 { break }
                }
                index += 1
            }
            guard index < points.count else { throw TemplateError(.value, "incomplete format key") }
            let key = Text(codePoints: points[start..<index])
            index += 1
            usedMapping = true
            switch mapping {
            case .dict(let dict):
                guard let value = dict.get(key) else { throw TemplateError(.key, try Value.string(key).repr().string) }
                return value
            case .object(let object):
                guard let value = try object.item(.string(key)) else {
                    throw TemplateError(.key, try Value.string(key).repr().string)
                }
                return value
            default: throw TemplateError(.type, "list indices must be integers or slices, not str")
            }
        }

        private mutating func write(_ value: Value, _ type: UInt32, _ directive: Directive) throws(TemplateError) {
            switch type {
            case 115, 114, 97:
                var text = try type == 115 ? value.str() : type == 114 ? value.repr() : value.repr().asciiEscaped
                if isMarkup {
                    if case .string(let original) = value, original.marker == .markup, type == 115 {
                        text = original
                    } else {
                        text = text.escaped
                    }
                }
                if let precision = directive.precision, precision < text.count { text = text.slice(0..<precision) }
                out.append(contentsOf: try text.padded(to: directive.width, directive.isLeft ? .left : .right).bytes)
            case 99: try writeCharacter(value, directive)
            case 100, 105, 117: try writeInteger(try integer(value, type), directive, base: 10, prefix: "")
            case 120: try writeInteger(try exactInteger(value, type), directive, base: 16, prefix: "0x")
            case 88: try writeInteger(try exactInteger(value, type), directive, base: 16, prefix: "0X")
            case 111: try writeInteger(try exactInteger(value, type), directive, base: 8, prefix: "0o")
            case 101, 69, 102, 70, 103, 71: try writeFloat(value, UInt8(type), directive)
            default:
                let shown = Text(codePoints: CollectionOfOne(type))
                throw TemplateError(
                    .value,
                    "unsupported format character '\(shown)' (0x\(String(type, radix: 16))) at index \(index - 1)")
            }
        }

        private mutating func writeCharacter(_ value: Value, _ directive: Directive) throws(TemplateError) {
            var text: Text
            switch value {
            case .string(let given) where given.count == 1: text = given
            case .int(let point):
                guard point >= 0, point < 0x110000 else {
                    throw TemplateError(.overflow, "%c arg not in range(0x110000)")
                }
                text = Text(codePoints: CollectionOfOne(UInt32(point)))
            default: throw TemplateError(.type, "%c requires int or char")
            }
            if isMarkup { text = text.escaped }
            out.append(contentsOf: try text.padded(to: directive.width, directive.isLeft ? .left : .right).bytes)
        }

        private func integer(_ value: Value, _ type: UInt32) throws(TemplateError) -> BigInteger {
            switch value.number {
            case .float(let number)?:
                guard number.isFinite else {
                    throw TemplateError(
                        number.isNaN ? .value : .overflow,
                        number.isNaN
                            ? "cannot convert float NaN to integer" : "cannot convert float infinity to integer")
                }
                return BigInteger(number)
            case .decimal(let number)?: return number.truncated
            case nil:
                if case .undefined(let undefined) = value { throw undefined.error }
                throw TemplateError(
                    .type,
                    "%\(Character(Unicode.Scalar(UInt8(type)))) format: a real number is required, not \(value.typeName)"
                )
            case .some(let number): return number.big ?? BigInteger(0)
            }
        }

        private func exactInteger(_ value: Value, _ type: UInt32) throws(TemplateError) -> BigInteger {
            guard let number = value.number?.big else {
                throw TemplateError(
                    .type,
                    "%\(Character(Unicode.Scalar(UInt8(type)))) format: an integer is required, not \(value.typeName)")
            }
            return number
        }

        private mutating func writeInteger(
            _ number: BigInteger, _ directive: Directive, base: UInt32, prefix: String
        ) throws(TemplateError) {
            var digits = BigInteger(magnitude: number.magnitude, isNegative: false).description(base: base)
            if prefix == "0X" { digits = digits.uppercased() }
            if let precision = directive.precision, digits.utf8.count < precision {
                digits = String(repeating: "0", count: precision - digits.utf8.count) + digits
            }
            try writeNumber(number.isNegative, directive.isAlternate ? prefix : "", digits, directive)
        }

        private mutating func writeFloat(_ value: Value, _ type: UInt8, _ directive: Directive) throws(TemplateError) {
            guard let number = value.number?.double else {
                if case .undefined(let undefined) = value { throw undefined.error }
                throw TemplateError(.type, "must be real number, not \(value.typeName)")
            }
            let precision = directive.precision ?? 6
            var body: String
            if !number.isFinite {
                body = number.isNaN ? "nan" : "inf"
            } else {
                switch type | 0x20 {
                case UInt8(ascii: "f"):
                    body =
                        FloatFormat.fixed(number, places: precision)
                        + (directive.isAlternate && precision == 0 ? "." : "")
                case UInt8(ascii: "e"):
                    body = FloatFormat.exponential(number, places: precision, keepsPoint: directive.isAlternate)
                default: body = FloatFormat.general(number, precision: precision, keepsZeros: directive.isAlternate)
                }
            }
            if type & 0x20 == 0 { body = body.uppercased() }
            try writeNumber(number.sign == .minus && !number.isNaN, "", body, directive)
        }

        private mutating func writeNumber(
            _ isNegative: Bool, _ prefix: String, _ digits: String, _ directive: Directive
        ) throws(TemplateError) {
            let lead = (isNegative ? "-" : directive.hasPlus ? "+" : directive.hasSpace ? " " : "") + prefix
            if directive.pads && !directive.isLeft {
                let padded = try Text(digits).padded(to: directive.width - lead.utf8.count, fill: Text("0"), .right)
                out.append(lead)
                out.append(contentsOf: padded.bytes)
            } else {
                let text = try Text(lead + digits).padded(to: directive.width, directive.isLeft ? .left : .right)
                out.append(contentsOf: text.bytes)
            }
        }
    }
}
