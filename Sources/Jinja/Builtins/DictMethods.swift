/// Methods of dicts.
enum DictMethods {
    static func call(_ dict: DictObject, _ name: Methods.Name, _ arguments: Arguments) throws(TemplateError) -> Value {
        switch name {
        case .get:
            let given = try MethodArguments("dict.get", arguments, 1...2)
            return try dict.get(given.values[0]) ?? given.value(1) ?? .null
        case .items:
            _ = try MethodArguments("dict.items", arguments, 0...0)
            return .object(DictView(dict, .items))
        case .keys:
            _ = try MethodArguments("dict.keys", arguments, 0...0)
            return .object(DictView(dict, .keys))
        case .values:
            _ = try MethodArguments("dict.values", arguments, 0...0)
            return .object(DictView(dict, .values))
        case .update:
            guard arguments.positional.count <= 1 else {
                throw TemplateError(.type, "update expected at most 1 argument, got \(arguments.positional.count)")
            }
            if let other = arguments.positional.first { try update(dict, other) }
            try setKeywords(dict, arguments)
        case .copy:
            _ = try MethodArguments("dict.copy", arguments, 0...0)
            return .dict(dict.copy())
        case .clear:
            _ = try MethodArguments("dict.clear", arguments, 0...0)
            dict.removeAll()
        case .pop:
            let given = try MethodArguments("dict.pop", arguments, 1...2)
            if let value = try dict.remove(given.values[0]) ?? given.value(1) { return value }
            throw TemplateError(.key, try given.values[0].repr().string)
        case .popitem:
            _ = try MethodArguments("dict.popitem", arguments, 0...0)
            guard let (key, value) = dict.removeLast() else {
                throw TemplateError(.key, "'popitem(): dictionary is empty'")
            }
            return .tuple([key, value])
        case .setdefault:
            let given = try MethodArguments("dict.setdefault", arguments, 1...2)
            if let value = try dict.get(given.values[0]) { return value }
            let value = given.value(1) ?? .null
            dict.nesting = try Nesting.depth(dict.nesting, adding: value)
            try dict.set(given.values[0], value)
            return value
        default:
            let given = try MethodArguments("dict.fromkeys", arguments, 1...2)
            let result = DictObject()
            for key in try given.values[0].allItems() { try result.set(key, given.value(1) ?? .null) }
            return .dict(result)
        }
        return .null
    }

    /// Adds keyword arguments as entries.
    static func setKeywords(_ dict: DictObject, _ arguments: Arguments) throws(TemplateError) {
        for (name, value) in arguments.keyword {
            dict.nesting = try Nesting.depth(dict.nesting, adding: value)
            dict.set(Text(name), value)
        }
    }

    /// Adds the entries of a mapping or of an iterable of pairs.
    static func update(_ dict: DictObject, _ other: Value) throws(TemplateError) {
        // Python asks for `keys`, which only dbt's capture class lets pass.
        if case .undefined(let undefined) = other, undefined.behavior != .capture { throw undefined.error }
        if let entries = try other.mappingItems() {
            for (key, value) in entries {
                dict.nesting = try Nesting.depth(dict.nesting, adding: value)
                try dict.set(key, value)
            }
            return
        }
        for (index, item) in try other.allItems().enumerated() {
            let pair: [Value]
            do throws(TemplateError) {
                pair = try item.allItems()
            } catch {
                throw TemplateError(.type, "cannot convert dictionary update sequence element #\(index) to a sequence")
            }
            guard pair.count == 2 else {
                throw TemplateError(
                    .value, "dictionary update sequence element #\(index) has length \(pair.count); 2 is required")
            }
            dict.nesting = try Nesting.depth(dict.nesting, adding: pair[1])
            try dict.set(pair[0], pair[1])
        }
    }
}

/// What `keys()`, `values()` and `items()` give: a live view of a dict.
final class DictView: Object {
    private let dict: DictObject
    private let part: DictIterator.Part

    init(_ dict: DictObject, _ part: DictIterator.Part) {
        self.dict = dict
        self.part = part
    }

    override var typeName: String {
        switch part {
        case .keys: "dict_keys"
        case .values: "dict_values"
        case .items: "dict_items"
        }
    }

    override var isIterable: Bool { true }
    override func length() throws(TemplateError) -> Int? { dict.count }
    override func makeIterator() throws(TemplateError) -> ValueIterator? { DictIterator(dict, part) }

    override func contains(_ value: Value) throws(TemplateError) -> Bool? {
        switch part {
        case .keys: return try dict.get(value) != nil
        case .items:
            guard case .tuple(let pair) = value, pair.items.count == 2, let found = try dict.get(pair.items[0]) else {
                return false
            }
            return try found.isIdentical(orEqualTo: pair.items[1])
        case .values: return try super.contains(value)
        }
    }

    override func isEqual(to other: Value) throws(TemplateError) -> Bool {
        if case .object(let object) = other, object === self { return true }
        guard part != .values, let left = try asSet() else { return false }
        switch other {
        case .set(let set): return try left.isEqual(to: set)
        case .object(let object):
            guard let view = object as? DictView, view.part != .values, let right = try view.asSet() else {
                return false
            }
            return try left.isEqual(to: right)
        default: return false
        }
    }

    override func hash() throws(TemplateError) -> Int {
        if part == .values { return try super.hash() }
        throw TemplateError(.type, "unhashable type: '\(typeName)'")
    }

    override func attribute(_ name: String) throws(TemplateError) -> Value? {
        if name == "isdisjoint", part != .values {
            return .function("isdisjoint") { [self] arguments, _ throws(TemplateError) in
                for item in try arguments.positional.first?.allItems() ?? [] {
                    if try contains(item) == true { return false }
                }
                return true
            }
        }
        return name == "mapping" ? .dict(dict) : nil
    }

    override func arithmetic(
        _ operation: Arithmetic, _ other: Value, isReflected: Bool
    ) throws(TemplateError) -> Value? {
        guard operation == .subtract, part != .values, !isReflected, let left = try asSet() else { return nil }
        let right = try SetObject(other.allItems())
        return try Operators.apply(.subtract, .set(left), .set(right))
    }

    private func asSet() throws(TemplateError) -> SetObject? {
        try SetObject(Value.object(self).allItems())
    }

    override func writeRepr(_ printer: inout Printer, to out: inout [UInt8]) throws(TemplateError) {
        guard try printer.enter(self, "...", &out) else { return }
        out.append("\(typeName)(")
        try printer.write(Value.object(self).allItems(), "[", "]", to: &out)
        out.append(UInt8(ascii: ")"))
        printer.leave()
    }
}
