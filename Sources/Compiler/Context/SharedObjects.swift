internal import Jinja
internal import OrderedCollections
internal import TemplateLibrary

/// A shared dict as templates see it.
final class SharedMappingObject: MethodObject {
    let storage: SharedMapping

    init(_ storage: SharedMapping) { self.storage = storage }

    override var typeName: String { "dict" }
    override var isMapping: Bool { true }
    override var isSequence: Bool { true }
    override var isIterable: Bool { true }
    override var methodNames: Set<String> {
        ["get", "items", "keys", "values", "copy", "update", "pop", "setdefault", "clear"]
    }

    /// A dict of this thread with the same entries.
    private var dict: DictObject { DictObject(storage.all.map { ($0.key, $0.value.value) }) }

    override func item(_ key: Value) throws(TemplateError) -> Value? { storage[try key.str().string]?.value }

    override func invoke(_ name: String, _ arguments: Arguments, _ renderer: Renderer) throws(TemplateError) -> Value {
        let key = try arguments.positional.first?.str().string ?? ""
        let other = arguments.positional.count > 1 ? arguments.positional[1] : nil
        switch name {
        case "get": return storage[key]?.value ?? other ?? .null
        case "setdefault": return storage.value(key, default: try SharedValue(other ?? .null)).value
        case "update":
            let added = DictObject()
            _ = try Value.dict(added).callMethod("update", arguments, renderer)
            for (key, value) in added.items { storage[try key.str().string] = try SharedValue(value) }
            return .null
        case "pop":
            if let known = storage[key] {
                storage[key] = nil
                return known.value
            }
            guard let other else { throw TemplateError(.key, try Value.string(Text(key)).repr().string) }
            return other
        case "clear":
            storage.removeAll()
            return .null
        default: return try Value.dict(dict).callMethod(name, arguments, renderer)
        }
    }

    override func mappingItems() throws(TemplateError) -> [(key: Value, value: Value)]? { dict.items }
    override func jsonValue() throws(TemplateError) -> Value? { .dict(dict) }
    override func length() throws(TemplateError) -> Int? { storage.all.count }
    override func contains(_ value: Value) throws(TemplateError) -> Bool? { try item(value) != nil }
    override func makeIterator() throws(TemplateError) -> ValueIterator? { try Value.dict(dict).makeIterator() }
    override func isEqual(to other: Value) throws(TemplateError) -> Bool {
        let right = (other.object as? SharedMappingObject).map { Value.dict($0.dict) } ?? other
        return try Value.dict(dict).isEqual(to: right)
    }
    override func hash() throws(TemplateError) -> Int { throw TemplateError(.type, "unhashable type: 'dict'") }
    override func repr() throws(TemplateError) -> Text { try Value.dict(dict).repr() }
}

/// A shared list as templates see it.
final class SharedListObject: MethodObject {
    let storage: SharedList

    init(_ storage: SharedList) { self.storage = storage }

    override var typeName: String { "list" }
    override var isSequence: Bool { true }
    override var isIterable: Bool { true }
    override var methodNames: Set<String> {
        ["append", "extend", "insert", "pop", "remove", "index", "count", "sort", "reverse", "copy", "clear"]
    }

    /// A list of this thread with the same items.
    private var list: ListObject { ListObject(storage.all.map(\.value)) }

    override func item(_ key: Value) throws(TemplateError) -> Value? {
        guard let index = key.int else { return nil }
        let items = storage.all
        let position = index < 0 ? items.count + index : index
        return items.indices.contains(position) ? items[position].value : nil
    }

    override func invoke(_ name: String, _ arguments: Arguments, _ renderer: Renderer) throws(TemplateError) -> Value {
        switch name {
        case "append":
            storage.append([try SharedValue(arguments.positional.first ?? .null)])
            return .null
        case "extend":
            var more: [SharedValue] = []
            for item in try (arguments.positional.first ?? .null).allItems() { more.append(try SharedValue(item)) }
            storage.append(more)
            return .null
        case "index", "count", "copy": return try Value.list(list).callMethod(name, arguments, renderer)
        default:
            // Rare enough to be done on a copy, which then becomes the list.
            let copy = list
            let result = try Value.list(copy).callMethod(name, arguments, renderer)
            var all: [SharedValue] = []
            for item in copy.items { all.append(try SharedValue(item)) }
            storage.replace(by: all)
            return result
        }
    }

    override func jsonValue() throws(TemplateError) -> Value? { .list(list) }
    override func length() throws(TemplateError) -> Int? { storage.all.count }
    override func contains(_ value: Value) throws(TemplateError) -> Bool? {
        for item in storage.all where try item.value.isEqual(to: value) { return true }
        return false
    }
    override func makeIterator() throws(TemplateError) -> ValueIterator? { try Value.list(list).makeIterator() }
    override func isEqual(to other: Value) throws(TemplateError) -> Bool {
        let right = (other.object as? SharedListObject).map { Value.list($0.list) } ?? other
        return try Value.list(list).isEqual(to: right)
    }
    override func arithmetic(
        _ operation: Arithmetic, _ other: Value, isReflected: Bool
    ) throws(TemplateError) -> Value? {
        let right = (other.object as? SharedListObject).map { Value.list($0.list) } ?? other
        guard operation == .add, case .list(let items) = right else { return nil }
        return .list(ListObject(isReflected ? items.items + list.items : list.items + items.items))
    }
    override func hash() throws(TemplateError) -> Int { throw TemplateError(.type, "unhashable type: 'list'") }
    override func repr() throws(TemplateError) -> Text { try Value.list(list).repr() }
}
