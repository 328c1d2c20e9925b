internal import Diagnostics
internal import Formats
internal import Jinja

/// `tojson`, `fromjson`, `toyaml` and `fromyaml`.
enum SerializationFunctions {
    static func make(_ name: String) -> Value {
        let signature = Signature(
            name, required: [name == "fromjson" ? "string" : "value"],
            optional: name.hasPrefix("to") ? ["default", "sort_keys"] : ["default"])
        return .function("BaseContext.\(name)") { arguments, _ throws(TemplateError) in
            let bound = try signature.bind(arguments)
            let (value, standard) = (bound[0] ?? .null, bound[1] ?? .null)
            switch name {
            case "tojson": return try toJSON(value, standard, sortKeys: bound[2]?.isTrue() ?? false)
            case "fromjson": return try fromJSON(value, standard)
            case "toyaml": return try toYAML(value, standard, sortKeys: bound[2]?.isTrue() ?? false)
            default: return try fromYAML(value, standard)
            }
        }
    }

    private static func toJSON(_ value: Value, _ standard: Value, sortKeys: Bool) throws(TemplateError) -> Value {
        do throws(TemplateError) {
            return .string(try PythonJSON.dumps(value, sortsKeys: sortKeys))
        } catch  where error.kind == .value {
            return standard
        }
    }

    private static func fromJSON(_ value: Value, _ standard: Value) throws(TemplateError) -> Value {
        guard let text = value.text else {
            throw TemplateError(
                .type, "the JSON object must be str, bytes or bytearray, not \(value.typeName)")
        }
        do throws(Diagnostic) {
            return Value(try JSON.parse(SourceText(path: "<string>", bytes: text.bytes)))
        } catch {
            return standard
        }
    }

    private static func toYAML(_ value: Value, _ standard: Value, sortKeys: Bool) throws(TemplateError) -> Value {
        let data: DataValue
        do throws(TemplateError) {
            // PyYAML's safe dumper refuses objects, and dbt then gives the default.
            data = try DataValue.convert(value, depth: 0) { object throws(TemplateError) in
                throw TemplateError(.value, "cannot represent an object")
            }
        } catch {
            return standard
        }
        return .string(YAML.dump(data, sortKeys: sortKeys))
    }

    private static func fromYAML(_ value: Value, _ standard: Value) throws(TemplateError) -> Value {
        if case .undefined(let undefined) = value { throw undefined.error }
        guard let text = value.text else { throw TemplateError(.type, "a string or stream input is required") }
        do throws(Diagnostic) {
            guard let node = try YAML.parse(SourceText(path: "<unicode string>", bytes: text.bytes)) else {
                return .null
            }
            return try Self.value(of: node)
        } catch {
            return standard
        }
    }

    private static func value(of node: YAMLNode) throws(Diagnostic) -> Value {
        do throws(TemplateError) {
            return try Value(node)
        } catch {
            throw error.diagnostic
        }
    }
}
