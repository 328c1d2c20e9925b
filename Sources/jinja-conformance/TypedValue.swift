internal import Formats
internal import Jinja

/// The typed form in which vectors write Python values: `{"t": "int", "v": "1"}`.
enum TypedValue {
    static func describe(_ value: Value) throws(TemplateError) -> DataValue {
        switch value {
        case .undefined: return typed("undefined")
        case .null: return typed("none")
        case .bool(let flag): return typed("bool", .bool(flag))
        case .int, .bigInt: return typed("int", .string(try value.str().string))
        case .float: return typed("float", .string(try value.repr().string))
        case .string(let text): return typed("str", .string(text.string))
        case .list(let list): return typed("list", try all(list.items))
        case .tuple(let tuple): return typed("tuple", try all(tuple.items))
        case .set: return typed("set", try all(value.allItems()))
        case .dict(let dict):
            var pairs: [DataValue] = []
            for (key, item) in dict.items { pairs.append(.list([try describe(key), try describe(item)])) }
            return typed("dict", .list(pairs))
        default:
            let text = try value.str().string
            var result: DataMapping = ["t": "object", "class": .string(value.typeName), "v": .string(text)]
            if text.contains(" at 0x") { result["v"] = .null }
            return .mapping(result)
        }
    }

    private static func all(_ items: [Value]) throws(TemplateError) -> DataValue {
        var result: [DataValue] = []
        for item in items { result.append(try describe(item)) }
        return .list(result)
    }

    private static func typed(_ name: String, _ value: DataValue? = nil) -> DataValue {
        var result: DataMapping = ["t": .string(name)]
        result["v"] = value
        return .mapping(result)
    }

    /// The same value with sets in one order, and without the classes of objects, which engines may name differently.
    static func canonical(_ value: DataValue) -> DataValue {
        switch value {
        case .list(let items): return .list(items.map(canonical))
        case .mapping(var mapping):
            mapping["class"] = nil
            if let items = mapping["v"]?.list {
                let same = items.map(canonical)
                mapping["v"] =
                    mapping["t"] == "set" ? .list(same.sorted { JSON.text($0) < JSON.text($1) }) : .list(same)
            }
            return .mapping(mapping)
        default: return value
        }
    }
}
