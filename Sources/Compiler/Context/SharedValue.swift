internal import Jinja
internal import OrderedCollections
internal import Synchronization

/// A value that the renders of all threads share.
///
/// dbt has one `graph` for a whole command. Packages put dicts of their own there in one hook, fill them in tests and read
/// them in another hook, so these must be the same for all renders; the objects of templates belong to one thread.
indirect enum SharedValue: Sendable {
    case null, bool(Bool), int(Int), float(Double), text(String)
    case list(SharedList)
    case mapping(SharedMapping)
    case tuple([SharedValue]), set([SharedValue])
    /// Something immutable, made anew where it is read.
    case made(@Sendable () -> Value)

    /// Dicts and lists are copied, once: from then on, all see the same.
    init(_ value: Value) throws(TemplateError) {
        switch value {
        case .undefined, .null: self = .null
        case .bool(let flag): self = .bool(flag)
        case .int(let number): self = .int(number)
        case .bigInt(let number): self = .made { .bigInt(number) }
        case .float(let number): self = .float(number)
        case .decimal(let number): self = .made { .decimal(number) }
        case .string(let text): self = .text(text.string)
        case .list(let list): self = .list(SharedList(try Self.all(list.items)))
        case .tuple(let tuple): self = .tuple(try Self.all(tuple.items))
        case .set: self = .set(try Self.all(value.allItems()))
        case .dict(let dict): self = .mapping(try SharedMapping(dict.items))
        case .object(let object as SharedMappingObject): self = .mapping(object.storage)
        case .object(let object as SharedListObject): self = .list(object.storage)
        case .object(let object):
            if let make = object.detached() {
                self = .made(make)
            } else if let items = try object.mappingItems() {
                self = .mapping(try SharedMapping(items))
            } else {
                self = .text(try object.str().string)
            }
        }
    }

    private static func all(_ values: [Value]) throws(TemplateError) -> [SharedValue] {
        var result: [SharedValue] = []
        for value in values { result.append(try SharedValue(value)) }
        return result
    }

    /// The value for the templates of the calling thread.
    var value: Value {
        switch self {
        case .null: .null
        case .bool(let flag): .bool(flag)
        case .int(let number): .int(number)
        case .float(let number): .float(number)
        case .text(let text): .string(Text(text))
        case .list(let list): .object(SharedListObject(list))
        case .mapping(let mapping): .object(SharedMappingObject(mapping))
        case .tuple(let items): .tuple(items.map(\.value))
        case .set(let items): (try? SetObject(items.map(\.value))).map { .set($0) } ?? .list(items.map(\.value))
        case .made(let make): make()
        }
    }
}

/// A dict that the renders of all threads share.
final class SharedMapping: Sendable {
    private let entries: Mutex<OrderedDictionary<String, SharedValue>>

    init() { entries = Mutex([:]) }

    init(_ items: [(key: Value, value: Value)]) throws(TemplateError) {
        var initial = OrderedDictionary<String, SharedValue>()
        for (key, value) in items { initial[try key.str().string] = try SharedValue(value) }
        entries = Mutex(initial)
    }

    var all: OrderedDictionary<String, SharedValue> { entries.withLock { $0 } }

    subscript(key: String) -> SharedValue? {
        get { entries.withLock { $0[key] } }
        set { entries.withLock { $0[key] = newValue } }
    }

    /// The value under `key`, which becomes `value` when there is none.
    func value(_ key: String, default value: SharedValue) -> SharedValue {
        entries.withLock { entries in
            if let known = entries[key] { return known }
            entries[key] = value
            return value
        }
    }

    func removeAll() { entries.withLock { $0.removeAll() } }
}

/// A list that the renders of all threads share.
final class SharedList: Sendable {
    private let items: Mutex<[SharedValue]>

    init(_ items: [SharedValue]) { self.items = Mutex(items) }

    var all: [SharedValue] { items.withLock { $0 } }
    func append(_ more: [SharedValue]) { items.withLock { $0 += more } }
    func replace(by all: [SharedValue]) { items.withLock { $0 = all } }
}
