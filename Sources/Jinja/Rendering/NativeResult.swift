/// How dbt turns the nodes of a native template into one value.
/// Source: dbt_common/clients/jinja.py, quoted_native_concat.
enum NativeResult {
    static func join(_ nodes: [Value]) throws(TemplateError) -> Value {
        guard let first = nodes.first else { return .string(.empty) }
        guard nodes.count == 1 else {
            var bytes: [UInt8] = []
            for node in nodes { try node.writeStr(to: &bytes) }
            return .string(Text(bytes))
        }
        guard case .string(let text) = first else { return first }
        switch text.marker {
        case .plain, .markup: return first
        case .text: return .string(text.marked(.plain))
        case .native: return try PythonLiteral.evaluate(text) ?? .string(text)
        case .bool:
            guard case .bool(let flag)? = try PythonLiteral.evaluate(text) else { throw mismatch(text, "bool") }
            return .bool(flag)
        case .number:
            switch try PythonLiteral.evaluate(text) {
            case .int(let number)?: return .int(number)
            case .bigInt(let number)?: return .bigInt(number)
            case .float(let number)?: return .float(number)
            default: throw mismatch(text, "number")
            }
        }
    }

    private static func mismatch(_ text: Text, _ type: String) -> TemplateError {
        TemplateError(.rendering, "Could not convert value '\(text)' into type '\(type)'")
    }
}
