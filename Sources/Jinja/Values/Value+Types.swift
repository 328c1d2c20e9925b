extension Value {
    /// The class name that Python shows: `int`, `NoneType`, `Undefined`.
    public var typeName: String {
        switch self {
        case .undefined: "Undefined"
        case .null: "NoneType"
        case .bool: "bool"
        case .int, .bigInt: "int"
        case .float: "float"
        case .decimal: "decimal.Decimal"
        case .string(let text): text.marker.className
        case .list: "list"
        case .tuple(let tuple): tuple.names == nil ? "tuple" : "_GroupTuple"
        case .dict: "dict"
        case .set(let set): set.isFrozen ? "frozenset" : "set"
        case .object(let object): object.typeName
        }
    }

    /// How Jinja2 names the owner of a missing attribute: `dict object`, `None`.
    var ownerDescription: String {
        if case .null = self { return "None" }
        return "\(typeName) object"
    }

    /// Whether the value can be called.
    public var isCallable: Bool {
        switch self {
        case .object(let object): object.isCallable
        // Python finds `Undefined.__call__`, which then raises.
        case .undefined: true
        default: false
        }
    }

    /// Python's truth of the value.
    public func isTrue() throws(TemplateError) -> Bool {
        switch self {
        case .undefined, .null: false
        case .bool(let flag): flag
        case .int(let number): number != 0
        case .bigInt: true
        case .float(let number): number != 0
        case .decimal(let number): !number.isZero
        case .string(let text): !text.isEmpty
        case .list(let list): !list.items.isEmpty
        case .tuple(let tuple): !tuple.items.isEmpty
        case .dict(let dict): dict.count != 0
        case .set(let set): set.count != 0
        case .object(let object): try object.isTrue()
        }
    }
}

extension Text.Marker {
    var className: String {
        switch self {
        case .plain: "str"
        case .markup: "markupsafe.Markup"
        case .text: "TextMarker"
        case .native: "NativeMarker"
        case .bool: "BoolMarker"
        case .number: "NumberMarker"
        }
    }
}
