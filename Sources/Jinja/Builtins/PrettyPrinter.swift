/// Python's `pprint.pformat`: containers that do not fit in 80 columns are spread over lines.
/// Source: CPython 3.11, Lib/pprint.py.
enum PrettyPrinter {
    static func format(_ value: Value) throws(TemplateError) -> Text {
        var out: [UInt8] = []
        try write(value, indent: 0, allowance: 0, level: 0, &out)
        return Text(out)
    }

    private static let width = 80

    private static func write(
        _ value: Value, indent: Int, allowance: Int, level: Int, _ out: inout [UInt8]
    ) throws(TemplateError) {
        let flat = try repr(value)
        guard flat.count > width - indent - allowance, level < 100 else {
            out.append(contentsOf: flat.bytes)
            return
        }
        switch value {
        case .dict(let dict) where dict.count > 0:
            out.append("{")
            let items = try sorted(dict.items)
            for (index, item) in items.enumerated() {
                let key = try repr(item.key)
                out.append(contentsOf: key.bytes)
                out.append(": ")
                let isLast = index == items.count - 1
                try write(
                    item.value, indent: indent + 1 + key.count + 2, allowance: isLast ? allowance + 1 : 1,
                    level: level + 1, &out)
                if !isLast { newline(indent + 1, &out) }
            }
            out.append("}")
        case .list(let list) where !list.items.isEmpty:
            out.append("[")
            try write(list.items, indent: indent + 1, allowance: allowance + 1, level: level + 1, &out)
            out.append("]")
        case .tuple(let tuple) where !tuple.items.isEmpty:
            out.append("(")
            let closing = tuple.items.count == 1 ? ",)" : ")"
            try write(
                tuple.items, indent: indent + 1, allowance: allowance + closing.utf8.count, level: level + 1, &out)
            out.append(closing)
        case .string(let text): try write(text, indent: indent, allowance: allowance, level: level, &out)
        default: out.append(contentsOf: flat.bytes)
        }
    }

    private static func write(
        _ items: [Value], indent: Int, allowance: Int, level: Int, _ out: inout [UInt8]
    ) throws(TemplateError) {
        for (index, item) in items.enumerated() {
            let isLast = index == items.count - 1
            try write(item, indent: indent, allowance: isLast ? allowance : 1, level: level, &out)
            if !isLast { newline(indent, &out) }
        }
    }

    private static func newline(_ indent: Int, _ out: inout [UInt8]) {
        out.append(",\n")
        out.append(contentsOf: [UInt8](repeating: 32, count: indent))
    }

    /// Long strings are split at white space into several literals.
    private static func write(_ text: Text, indent: Int, allowance: Int, level: Int, _ out: inout [UInt8])
        throws(TemplateError)
    {
        var chunks: [Text] = []
        let lines = text.lines(keepingEnds: true)
        var (indent, allowance) = (indent, allowance)
        if level == 0 {
            indent += 1
            allowance += 1
        }
        var lastSize = width - indent
        for (index, line) in lines.enumerated() {
            let shown = try repr(.string(line))
            if index == lines.count - 1 { lastSize -= allowance }
            if shown.count <= lastSize {
                chunks.append(shown)
                continue
            }
            let parts = pieces(line)
            var current = Text.empty
            var size = width - indent
            for (position, part) in parts.enumerated() {
                if position == parts.count - 1 && index == lines.count - 1 { size -= allowance }
                let candidate = Text(current.bytes + part.bytes)
                if try repr(.string(candidate)).count > size {
                    if !current.isEmpty { chunks.append(try repr(.string(current))) }
                    current = part
                } else {
                    current = candidate
                }
            }
            if !current.isEmpty { chunks.append(try repr(.string(current))) }
        }
        if chunks.count == 1 {
            out.append(contentsOf: chunks[0].bytes)
            return
        }
        if level == 0 { out.append("(") }
        for (index, chunk) in chunks.enumerated() {
            if index > 0 {
                out.append("\n")
                out.append(contentsOf: [UInt8](repeating: 32, count: indent))
            }
            out.append(contentsOf: chunk.bytes)
        }
        if level == 0 { out.append(")") }
    }

    /// `\S*\s*` pieces of a line.
    private static func pieces(_ text: Text) -> [Text] {
        var pieces: [Text] = []
        var index = 0
        let bytes = text.bytes
        while index < bytes.count {
            let start = index
            while index < bytes.count, PythonSpace.length(bytes, index, bytes.count) == nil { index += 1 }
            while index < bytes.count, let length = PythonSpace.length(bytes, index, bytes.count) { index += length }
            pieces.append(Text(bytes[start..<index]))
        }
        return pieces
    }

    private static func sorted(_ items: [(key: Value, value: Value)]) throws(TemplateError) -> [(
        key: Value, value: Value
    )] {
        do throws(TemplateError) {
            let pairs = try Sorting.sorted(items.map { .tuple([$0.key, $0.value]) }) { pair throws(TemplateError) in
                guard case .tuple(let tuple) = pair else { return pair }
                return tuple.items[0]
            }
            return pairs.compactMap { pair in
                guard case .tuple(let tuple) = pair else { return nil }
                return (tuple.items[0], tuple.items[1])
            }
        } catch {
            return items
        }
    }

    /// `repr` with the keys of dicts in order.
    private static func repr(_ value: Value) throws(TemplateError) -> Text { try ordered(value, 0).repr() }

    private static func ordered(_ value: Value, _ depth: Int) throws(TemplateError) -> Value {
        guard depth < 50 else { return value }
        switch value {
        case .dict(let dict):
            let result = DictObject()
            for (key, value) in try sorted(dict.items) { try result.set(key, ordered(value, depth + 1)) }
            return .dict(result)
        case .list(let list):
            var items: [Value] = []
            for item in list.items { items.append(try ordered(item, depth + 1)) }
            return .list(items)
        default: return value
        }
    }
}
