public import Diagnostics

/// One node of a YAML document: what was written, and where.
///
/// Aliases are replaced by the node they stand for and merge keys (`<<`) by the entries they bring, as PyYAML does.
public struct YAMLNode: Sendable, Hashable {
    public enum Content: Sendable, Hashable {
        case scalar(YAMLScalar)
        case sequence([YAMLNode])
        case mapping([YAMLEntry])
    }

    public var content: Content
    private let start: UInt32
    private let end: UInt32

    init(_ content: Content, start: Int, end: Int) {
        self.content = content
        self.start = UInt32(clamping: start)
        self.end = UInt32(clamping: end)
    }

    /// The bytes of the source that wrote this node, with its tag and anchor.
    public var range: SourceRange { SourceRange(Int(start), Int(end)) }
}

/// A single value of a YAML document, as it was written and as YAML 1.1 understands it.
public struct YAMLScalar: Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
        case null, bool, int, float, string, date, timestamp
    }

    /// What stands between the quotes, or the plain text: `010` stays `010`.
    public let text: String
    public let kind: Kind
    /// The scalar is written without quotes and not as a block.
    public let isPlain: Bool
}

/// A key of a mapping with its value. A key that was written twice is there twice; the last one counts.
public struct YAMLEntry: Sendable, Hashable {
    public let key: YAMLNode
    public var value: YAMLNode

    /// The key as text: keys that are no strings as `json.dumps` of Python writes them.
    public var name: String { key.keyName }
}

/// A whole YAML document.
public struct YAMLDocument: Sendable {
    /// A key that its mapping already had, and where it stands.
    public struct DuplicateKey: Sendable, Hashable {
        public let name: String
        public let range: SourceRange
        /// 1-based, columns in Unicode scalars as PyYAML counts.
        public let line: Int
        public let column: Int
    }

    /// Nil when the text has no document at all, which Python reads as `None`.
    public let root: YAMLNode?
    /// Keys written twice, in the order of the text; mappings that begin with a merge key are not looked at, as in dbt.
    public let duplicateKeys: [DuplicateKey]
}

extension YAMLNode {
    /// The entries of a mapping; nil for another node.
    public var entries: [YAMLEntry]? {
        guard case .mapping(let entries) = content else { return nil }
        return entries
    }

    /// The items of a sequence; nil for another node.
    public var items: [YAMLNode]? {
        guard case .sequence(let items) = content else { return nil }
        return items
    }

    public var scalar: YAMLScalar? {
        guard case .scalar(let scalar) = content else { return nil }
        return scalar
    }

    /// The text of a string scalar; nil for numbers, booleans, null and collections.
    public var string: String? {
        guard let scalar, scalar.kind == .string else { return nil }
        return scalar.text
    }

    public var isNull: Bool { scalar?.kind == .null }

    /// The value of the last entry called `key`; nil when this is no mapping or has none.
    ///
    /// Looks at every entry: go through `entries` where a mapping is big and many keys are wanted.
    public subscript(key: String) -> YAMLNode? { entry(key)?.value }

    public func entry(_ key: String) -> YAMLEntry? {
        guard case .mapping(let entries) = content else { return nil }
        return entries.last { entry in
            guard case .scalar(let scalar) = entry.key.content else { return false }
            return scalar.kind == .string ? scalar.text == key : entry.name == key
        }
    }

    /// The name for a kind of node in PyYAML's messages: `scalar`, `sequence`, `mapping`.
    var id: String {
        switch content {
        case .scalar: "scalar"
        case .sequence: "sequence"
        case .mapping: "mapping"
        }
    }

    var keyName: String {
        guard case .scalar(let scalar) = content else { return "" }
        switch scalar.kind {
        case .string: return scalar.text
        case .null: return "null"
        default:
            switch dataValue {
            case .bool(let flag): return flag ? "true" : "false"
            case .int(let number): return String(number)
            case .float(let number): return PythonFloat.text(number)
            case .bigInt(let text), .date(let text), .timestamp(let text), .string(let text): return text
            default: return scalar.text
            }
        }
    }

    /// The node as a plain value, without places; of keys written twice the last one counts, at the first one's place.
    public var dataValue: DataValue {
        switch content {
        case .scalar(let scalar): return scalar.dataValue
        case .sequence(let items): return .list(items.map(\.dataValue))
        case .mapping(let entries):
            var mapping = DataMapping(minimumCapacity: entries.count)
            for entry in entries { mapping[entry.name] = entry.value.dataValue }
            return .mapping(mapping)
        }
    }
}

extension YAMLScalar {
    public var dataValue: DataValue {
        kind == .string ? .string(text) : (try? YAMLScalarReader.value(text, kind)) ?? .string(text)
    }
}
