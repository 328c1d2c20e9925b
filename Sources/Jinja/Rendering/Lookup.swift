/// An attribute name, prepared when a template is compiled.
final class AttributeKey: Sendable {
    let name: String
    let text: Text
    let hash: Int
    /// The method of built-in values with this name.
    let method: Methods.Name?
    /// The attribute of `loop` with this name.
    let loop: LoopContext.Attribute?
    /// Names that begin with an underscore: the sandbox refuses those that exist.
    let isPrivate: Bool

    init(_ name: String) {
        self.name = name
        text = Text(name)
        hash = text.pythonHash
        method = Methods.Name.byText[name]
        loop = LoopContext.Attribute(rawValue: name)
        isPrivate = name.utf8.first == UInt8(ascii: "_")
    }
}

/// Attributes and items, as Jinja2's sandbox looks them up.
/// Source: jinja2/sandbox.py, SandboxedEnvironment.getattr and getitem.
enum Lookup {
    /// `base.name`: the attribute, else the item.
    static func attribute(of base: Value, _ key: AttributeKey, _ renderer: Renderer) throws(TemplateError) -> Value {
        if key.isPrivate { return try privateAttribute(of: base, key, renderer) }
        switch base {
        case .dict(let dict):
            if let method = key.method, Methods.has(base, method) { return Methods.bound(base, method) }
            return dict.get(key.text, hash: key.hash) ?? renderer.undefined(of: base, name: key.name)
        case .object(let object):
            if let value = try object.attribute(key) { return value }
            return try object.item(.string(key.text)) ?? renderer.undefined(of: base, name: key.name)
        case .undefined(let undefined): return try attribute(of: undefined, key.name)
        default:
            if let method = key.method, Methods.has(base, method) { return Methods.bound(base, method) }
            return fixedAttribute(of: base, key.name) ?? renderer.undefined(of: base, name: key.name)
        }
    }

    /// `base[index]`: the item, else the attribute of that name.
    static func item(of base: Value, _ index: Value, _ renderer: Renderer) throws(TemplateError) -> Value {
        switch base {
        case .dict(let dict):
            // An unhashable key finds nothing; it is no error here.
            if let value = try? dict.get(index) { return value }
        case .list(let list):
            if let position = position(index, list.items.count) { return list.items[position] }
        case .tuple(let tuple):
            if let position = position(index, tuple.items.count) { return tuple.items[position] }
        case .string(let text):
            if let position = position(index, text.count) {
                return .string(text.slice(position..<position + 1).marked(text.markupOrPlain))
            }
        case .object(let object):
            if let value = try object.item(index) { return value }
        case .undefined(let undefined):
            if undefined.behavior == .capture { return base }
            throw undefined.error
        default: break
        }
        guard case .string(let name) = index else {
            return try renderer.undefined(of: base, name: index.repr().string, isElement: true)
        }
        return try namedAttribute(of: base, AttributeKey(name.string), renderer)
    }

    /// An attribute asked for by item syntax, where no item has the name.
    private static func namedAttribute(of base: Value, _ key: AttributeKey, _ renderer: Renderer) throws(TemplateError)
        -> Value
    {
        if key.isPrivate {
            return PrivateNames.exists(key.name, on: base)
                ? unsafe(key.name, base, renderer) : renderer.undefined(of: base, name: key.name)
        }
        if let method = key.method, Methods.has(base, method) { return Methods.bound(base, method) }
        if case .object(let object) = base, let value = try object.attribute(key.name) { return value }
        return fixedAttribute(of: base, key.name) ?? renderer.undefined(of: base, name: key.name)
    }

    private static func privateAttribute(of base: Value, _ key: AttributeKey, _ renderer: Renderer)
        throws(TemplateError) -> Value
    {
        if case .undefined(let undefined) = base {
            if undefined.behavior != .capture { throw undefined.error }
            return PrivateNames.exists(key.name, on: base) ? unsafe(key.name, base, renderer) : base
        }
        if PrivateNames.exists(key.name, on: base) { return unsafe(key.name, base, renderer) }
        switch base {
        case .dict(let dict):
            if let value = dict.get(key.text, hash: key.hash) { return value }
        case .object(let object):
            if object is NamespaceObject, try object.attribute(key.name) != nil {
                return unsafe(key.name, base, renderer)
            }
            if let value = try object.item(.string(key.text)) { return value }
        default: break
        }
        return renderer.undefined(of: base, name: key.name)
    }

    private static func attribute(of undefined: Undefined, _ name: String) throws(TemplateError) -> Value {
        guard undefined.behavior == .capture else { throw undefined.error }
        switch name {
        case "name": return undefined.name.map { .string($0) } ?? .null
        case "hint": return undefined.hint.map { .string($0) } ?? .null
        case "node": return .null
        case "unsafe_callable", "alters_data": return false
        default: return .undefined(Undefined(hint: undefined.hint, name: name, behavior: .capture))
        }
    }

    private static func unsafe(_ name: String, _ base: Value, _ renderer: Renderer) -> Value {
        let type = base.typeName.split(separator: ".").last.map(String.init) ?? base.typeName
        return .undefined(
            Undefined(
                hint: "access to attribute '\(name)' of '\(type)' object is unsafe.", name: name,
                behavior: renderer.undefinedPolicy == .capture ? .capture : .unsafe))
    }

    /// Attributes of built-in values that are not methods.
    private static func fixedAttribute(of base: Value, _ name: String) -> Value? {
        switch base {
        case .tuple(let tuple):
            guard let index = tuple.names?.firstIndex(of: name) else { return nil }
            return tuple.items[index]
        case .int, .bool, .bigInt:
            switch name {
            case "real", "numerator":
                if case .bool(let flag) = base { return .int(flag ? 1 : 0) }
                return base
            case "imag": return .int(0)
            case "denominator": return .int(1)
            default: return nil
            }
        case .float:
            switch name {
            case "real": return base
            case "imag": return .float(0)
            default: return nil
            }
        default: return nil
        }
    }

    /// The position that an index means in a sequence; nil when it is outside or no index.
    static func position(_ index: Value, _ count: Int) -> Int? {
        let number: Int
        switch index {
        case .int(let value): number = value
        case .bool(let flag): number = flag ? 1 : 0
        default: return nil
        }
        let position = number < 0 ? number &+ count : number
        return position >= 0 && position < count ? position : nil
    }
}

/// Which private names Python objects have: the sandbox gives an unsafe value for those, nothing for others.
enum PrivateNames {
    private static let common: Set<String> = [
        "__class__", "__delattr__", "__dir__", "__doc__", "__eq__", "__format__", "__ge__", "__getattribute__",
        "__getstate__", "__gt__", "__hash__", "__init__", "__init_subclass__", "__le__", "__lt__", "__ne__", "__new__",
        "__reduce__", "__reduce_ex__", "__repr__", "__setattr__", "__sizeof__", "__str__", "__subclasshook__",
    ]
    private static let sequence: Set<String> = [
        "__len__", "__getitem__", "__contains__", "__iter__", "__add__", "__mul__", "__rmul__",
    ]
    private static let number: Set<String> = [
        "__add__", "__sub__", "__mul__", "__truediv__", "__floordiv__", "__mod__", "__pow__", "__int__", "__float__",
        "__bool__", "__neg__", "__abs__", "__round__", "__divmod__", "__radd__", "__rsub__", "__rmul__",
    ]
    private static let function: Set<String> = [
        "__call__", "__code__", "__globals__", "__closure__", "__defaults__", "__dict__", "__name__", "__module__",
        "__qualname__", "__annotations__", "__kwdefaults__", "__get__",
    ]

    static func exists(_ name: String, on base: Value) -> Bool {
        if common.contains(name) { return true }
        switch base {
        case .list:
            return sequence.contains(name)
                || ["__setitem__", "__delitem__", "__iadd__", "__imul__", "__reversed__"].contains(name)
        case .string: return sequence.contains(name) || ["__mod__", "__rmod__", "__getnewargs__"].contains(name)
        case .tuple: return sequence.contains(name) || name == "__getnewargs__"
        case .dict:
            return [
                "__len__", "__getitem__", "__setitem__", "__delitem__", "__contains__", "__iter__", "__or__", "__ror__",
                "__ior__", "__reversed__", "__class_getitem__",
            ]
            .contains(name)
        case .set:
            return ["__len__", "__contains__", "__iter__", "__or__", "__and__", "__sub__", "__xor__"].contains(name)
        case .int, .bool, .bigInt, .float, .decimal: return number.contains(name)
        case .object(let object):
            if object is MacroObject || object is NamespaceObject || object is LoopContext || object is BlocksObject {
                return ["__dict__", "__module__", "__weakref__"].contains(name)
                    || name == "__call__" && object.isCallable
                    || object is NamespaceObject && ["__getitem__", "__setitem__"].contains(name)
                    || object is MacroObject
                        && ["_func", "_argument_count", "_default_autoescape", "_environment", "_invoke", "__name__"]
                            .contains(name)
                        && name != "__name__"
            }
            return object.isCallable && function.contains(name)
        case .undefined:
            return ["__dict__", "__module__", "__slots__", "__call__", "__len__", "__iter__"].contains(name)
        case .null: return name == "__bool__"
        }
    }
}
