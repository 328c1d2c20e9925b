internal import Formats
internal import Jinja

/// `json.dumps` of template values.
enum ValueJSON {
    /// - Throws: a type error for what JSON has no form for, and a value error for a container that holds itself.
    static func dump(_ value: Value, sortKeys: Bool) throws(TemplateError) -> String {
        var writer = JSONWriter(sortKeys: sortKeys)
        try write(value, to: &writer, sortKeys, open: [])
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private static func write(
        _ value: Value, to writer: inout JSONWriter, _ sortKeys: Bool, open: [ObjectIdentifier]
    ) throws(TemplateError) {
        func enter(_ container: AnyObject) throws(TemplateError) -> [ObjectIdentifier] {
            let identity = ObjectIdentifier(container)
            guard !open.contains(identity) else { throw TemplateError(.value, "Circular reference detected") }
            guard open.count < 900 else {
                throw TemplateError(.recursion, "maximum recursion depth exceeded while encoding a JSON object")
            }
            return open + [identity]
        }
        switch value {
        case .null: writer.null()
        case .bool(let flag): writer.bool(flag)
        case .int(let number): writer.int(number)
        case .bigInt(let number): writer.raw(Array(number.description.utf8))
        case .float(let number): writer.double(number)
        case .string(let text): writer.string(text.string)
        case .list(let list):
            let open = try enter(list)
            writer.beginArray()
            for item in list.items { try write(item, to: &writer, sortKeys, open: open) }
            writer.endArray()
        case .tuple(let tuple):
            let open = try enter(tuple)
            writer.beginArray()
            for item in tuple.items { try write(item, to: &writer, sortKeys, open: open) }
            writer.endArray()
        case .dict(let dict):
            let open = try enter(dict)
            try write(dict, to: &writer, sortKeys, open: open)
        case .object(let object as LazyMapping):
            let open = try enter(object)
            try write(object.dict, to: &writer, sortKeys, open: open)
        case .object(let object) where object.integerValue != nil:
            writer.int(object.integerValue ?? 0)
        default:
            let name = value.typeName.split(separator: ".").last ?? ""
            throw TemplateError(.type, "Object of type \(name) is not JSON serializable")
        }
    }

    private static func write(
        _ dict: DictObject, to writer: inout JSONWriter, _ sortKeys: Bool, open: [ObjectIdentifier]
    ) throws(TemplateError) {
        writer.beginObject()
        var items = dict.items
        if sortKeys { items = try sorted(items) }
        for (key, value) in items {
            writer.key(try text(ofKey: key))
            try write(value, to: &writer, sortKeys, open: open)
        }
        writer.endObject()
    }

    /// Sorts by key as Python does, raising its error for keys that cannot be compared.
    private static func sorted(
        _ items: [(key: Value, value: Value)]
    ) throws(TemplateError) -> [(key: Value, value: Value)] {
        var failure: TemplateError?
        let sorted = items.sorted { left, right in
            do throws(TemplateError) {
                return try left.key.isLess(than: right.key)
            } catch {
                failure = failure ?? error
                return false
            }
        }
        if let failure { throw failure }
        return sorted
    }

    private static func text(ofKey key: Value) throws(TemplateError) -> String {
        switch key {
        case .string(let text): return text.string
        case .null: return "null"
        case .bool(let flag): return flag ? "true" : "false"
        case .int, .bigInt: return try key.str().string
        case .float(let number): return PythonFloat.text(number)
        default:
            throw TemplateError(
                .type, "keys must be str, int, float, bool or None, not \(key.typeName)")
        }
    }
}
