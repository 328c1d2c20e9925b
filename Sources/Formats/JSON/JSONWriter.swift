/// Writes JSON step by step into bytes, in the form of Python's `json.dumps`.
///
/// The caller keeps to the grammar: in an object a `key` before every value, and every `begin…` with its `end…`.
///
///     var writer = JSONWriter()
///     writer.beginObject()
///     writer.key("rows")
///     writer.int(3)
///     writer.endObject() // {"rows": 3}
public struct JSONWriter: Sendable {
    public private(set) var bytes: [UInt8] = []
    private let indent: Int?
    private let sortKeys: Bool
    private let escapesNonASCII: Bool
    /// For every open collection: it already has an element.
    private var hasElements: [Bool] = []
    /// A key was written; its value follows without a separator.
    private var followsKey = false

    /// Makes an empty writer.
    ///
    /// - Parameters:
    ///   - indent: blanks a level; nil writes everything on one line with `, ` and `: ` between.
    ///   - sortKeys: mappings given as `DataValue` are written in the order of their keys' code points.
    ///   - escapesNonASCII: `é` becomes `\u00e9`, as Python's `ensure_ascii`.
    ///   - capacity: bytes for which to make room at once.
    public init(indent: Int? = nil, sortKeys: Bool = false, escapesNonASCII: Bool = true, capacity: Int = 0) {
        self.indent = indent
        self.sortKeys = sortKeys
        self.escapesNonASCII = escapesNonASCII
        bytes.reserveCapacity(capacity)
    }

    /// Gives what was written so far and forgets it, keeping the state: for writing a big text in parts.
    public mutating func takeBytes() -> [UInt8] {
        defer { bytes.removeAll(keepingCapacity: true) }
        return bytes
    }

    public mutating func beginObject() { begin(UInt8(ascii: "{")) }
    public mutating func endObject() { end(UInt8(ascii: "}")) }
    public mutating func beginArray() { begin(UInt8(ascii: "[")) }
    public mutating func endArray() { end(UInt8(ascii: "]")) }

    public mutating func key(_ name: String) {
        separate()
        JSONText.append(name, to: &bytes, escapesNonASCII: escapesNonASCII)
        bytes.append(UInt8(ascii: ":"))
        bytes.append(UInt8(ascii: " "))
        followsKey = true
    }

    public mutating func null() { word("null") }
    public mutating func bool(_ flag: Bool) { word(flag ? "true" : "false") }

    public mutating func int(_ number: Int) {
        separate()
        bytes.append(contentsOf: number.description.utf8)
    }

    public mutating func double(_ number: Double) {
        separate()
        bytes.append(contentsOf: PythonFloat.text(number).utf8)
    }

    public mutating func string(_ text: String) {
        separate()
        JSONText.append(text, to: &bytes, escapesNonASCII: escapesNonASCII)
    }

    /// A string, or null for nil.
    public mutating func string(_ text: String?) {
        if let text { string(text) } else { null() }
    }

    /// A value that is JSON already.
    public mutating func raw(_ json: [UInt8]) {
        separate()
        bytes.append(contentsOf: json)
    }

    public mutating func value(_ value: DataValue) {
        switch value {
        case .null: null()
        case .bool(let flag): bool(flag)
        case .int(let number): int(number)
        case .bigInt(let digits):
            separate()
            bytes.append(contentsOf: digits.utf8)
        case .float(let number): double(number)
        case .string(let text), .date(let text), .timestamp(let text): string(text)
        case .list(let items):
            beginArray()
            for item in items { self.value(item) }
            endArray()
        case .mapping(let mapping): self.mapping(mapping)
        }
    }

    public mutating func mapping(_ mapping: DataMapping) {
        beginObject()
        if sortKeys {
            for (key, value) in mapping.elements.sorted(by: { comesBefore($0.key, $1.key) }) { member(key, value) }
        } else {
            for (key, value) in mapping { member(key, value) }
        }
        endObject()
    }

    /// A key with its value.
    public mutating func member(_ name: String, _ value: DataValue) {
        key(name)
        self.value(value)
    }

    public mutating func member(_ name: String, _ text: String?) {
        key(name)
        string(text)
    }

    private mutating func word(_ text: StaticString) {
        separate()
        text.withUTF8Buffer { unsafe bytes.append(contentsOf: $0) }
    }

    private mutating func begin(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        hasElements.append(false)
    }

    private mutating func end(_ bracket: UInt8) {
        if hasElements.popLast() == true { breakLine() }
        bytes.append(bracket)
    }

    /// Writes what stands between the last thing and the next.
    private mutating func separate() {
        if followsKey {
            followsKey = false
            return
        }
        guard let last = hasElements.indices.last else { return }
        if hasElements[last] {
            bytes.append(UInt8(ascii: ","))
            if indent == nil { bytes.append(UInt8(ascii: " ")) }
        }
        hasElements[last] = true
        breakLine()
    }

    private mutating func breakLine() {
        guard let indent else { return }
        bytes.append(10)
        for _ in 0..<(indent * hasElements.count) { bytes.append(32) }
    }
}
