/// JSON as Python's `json.dumps` writes it.
public enum PythonJSON {
    /// Serialises a value: ASCII only, `", "` and `": "` as separators.
    /// - Parameter indent: nil for one line, a number of blanks, or the text to indent with.
    /// - Throws: a type error for values that JSON does not have, a value error for circular ones.
    public static func dumps(_ value: Value, sortsKeys: Bool = false, indent: Value? = nil) throws(TemplateError)
        -> Text
    {
        var writer = Writer(sortsKeys: sortsKeys, indent: nil)
        switch indent {
        case .string(let text)?: writer.indent = text.bytes
        case let indent?:
            writer.indent = [UInt8](repeating: 32, count: max(0, min(try MethodArguments.int(indent), 1000)))
        case nil: break
        }
        try writer.write(value, level: 0)
        return Text(bytes: writer.out, isASCII: true)
    }

    private struct Writer {
        let sortsKeys: Bool
        var indent: [UInt8]?
        var out: [UInt8] = []
        private var open: [ObjectIdentifier] = []

        init(sortsKeys: Bool, indent: [UInt8]?) {
            self.sortsKeys = sortsKeys
            self.indent = indent
        }

        mutating func write(_ value: Value, level: Int) throws(TemplateError) {
            switch value {
            case .null: out.append("null")
            case .bool(let flag): out.append(flag ? "true" : "false")
            case .int(let number): out.append(decimal: number)
            case .bigInt(let number): out.append(number.description)
            case .float(let number):
                out.append(
                    number.isNaN
                        ? "NaN" : number.isInfinite ? (number < 0 ? "-Infinity" : "Infinity") : PythonFloat.repr(number)
                )
            case .string(let text): write(text)
            case .list(let list): try write(list.items, list, level)
            case .tuple(let tuple): try write(tuple.items, tuple, level)
            case .dict(let dict): try write(dict, level)
            case .object(let object):
                if let items = try object.jsonValue() { return try write(items, level: level) }
                throw notSerialisable(value)
            case .undefined, .decimal, .set: throw notSerialisable(value)
            }
        }

        private func notSerialisable(_ value: Value) -> TemplateError {
            let name = value.typeName.split(separator: ".").last.map(String.init) ?? value.typeName
            return TemplateError(.type, "Object of type \(name) is not JSON serializable")
        }

        private mutating func enter(_ object: AnyObject) throws(TemplateError) {
            guard !open.contains(ObjectIdentifier(object)) else {
                throw TemplateError(.value, "Circular reference detected")
            }
            guard open.count < 500 else {
                throw TemplateError(.recursion, "maximum recursion depth exceeded while encoding a JSON object")
            }
            open.append(ObjectIdentifier(object))
        }

        private mutating func newline(_ level: Int) {
            guard let indent else { return }
            out.append(10)
            for _ in 0..<level { out.append(contentsOf: indent) }
        }

        private mutating func separate() { out.append(indent == nil ? ", " : ",") }

        private mutating func write(_ items: [Value], _ object: AnyObject, _ level: Int) throws(TemplateError) {
            guard !items.isEmpty else {
                out.append("[]")
                return
            }
            try enter(object)
            out.append("[")
            for (index, item) in items.enumerated() {
                if index > 0 { separate() }
                newline(level + 1)
                try write(item, level: level + 1)
            }
            newline(level)
            out.append("]")
            open.removeLast()
        }

        private mutating func write(_ dict: DictObject, _ level: Int) throws(TemplateError) {
            guard !dict.isEmpty else {
                out.append("{}")
                return
            }
            try enter(dict)
            out.append("{")
            var isFirst = true
            for (key, value) in try entries(dict) {
                if !isFirst { separate() }
                isFirst = false
                newline(level + 1)
                write(try name(key))
                out.append(": ")
                try write(value, level: level + 1)
            }
            newline(level)
            out.append("}")
            open.removeLast()
        }

        private func entries(_ dict: DictObject) throws(TemplateError) -> [(key: Value, value: Value)] {
            guard sortsKeys else { return dict.items }
            let items = dict.items
            return try Sorting.order(of: items.map(\.key)).map { items[$0] }
        }

        private func name(_ key: Value) throws(TemplateError) -> Text {
            switch key {
            case .string(let text): return text
            case .null: return "null"
            case .bool(let flag): return flag ? "true" : "false"
            case .int, .bigInt: return try key.str()
            case .float(let number): return Text(PythonFloat.repr(number))
            default:
                throw TemplateError(.type, "keys must be str, int, float, bool or None, not \(key.typeName)")
            }
        }

        private mutating func write(_ text: Text) {
            out.append(UInt8(ascii: "\""))
            if text.isASCII, !text.bytes.contains(where: Self.needsEscape) {
                out.append(contentsOf: text.bytes)
            } else if text.isASCII {
                for byte in text.bytes { write(ascii: byte) }
            } else {
                for point in text.codePoints {
                    if point < 0x80 {
                        write(ascii: UInt8(point))
                    } else if point < 0x10000 {
                        escape(point)
                    } else {
                        escape(0xD800 + (point - 0x10000) >> 10)
                        escape(0xDC00 + (point - 0x10000) & 0x3FF)
                    }
                }
            }
            out.append(UInt8(ascii: "\""))
        }

        private static func needsEscape(_ byte: UInt8) -> Bool {
            byte < 32 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == 127
        }

        private mutating func escape(_ unit: UInt32) {
            out.append("\\u")
            out.append(hex: unit, width: 4)
        }

        private mutating func escape(_ letter: UInt8) {
            out.append(UInt8(ascii: "\\"))
            out.append(letter)
        }

        private mutating func write(ascii byte: UInt8) {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): escape(byte)
            case 10: escape(UInt8(ascii: "n"))
            case 13: escape(UInt8(ascii: "r"))
            case 9: escape(UInt8(ascii: "t"))
            case 8: escape(UInt8(ascii: "b"))
            case 12: escape(UInt8(ascii: "f"))
            case 0..<32, 127: escape(UInt32(byte))
            default: out.append(byte)
            }
        }
    }
}
