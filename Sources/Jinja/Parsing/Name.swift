/// A name in a template, as its number among the names of the template: compiling compares names all the time.
struct Name: Hashable, Sendable {
    let id: Int

    init(id: Int) {
        self.id = id
    }

    init(_ keyword: Keyword) {
        id = keyword.rawValue
    }

    /// The word that the name is, when it is one of those that mean something to the parser or compiler.
    var keyword: Keyword? { Keyword(rawValue: id) }

    static func == (name: Name, keyword: Keyword) -> Bool { name.id == keyword.rawValue }
}

/// The words that mean something to the parser or compiler; they are the first names of every table.
enum Keyword: Int, CaseIterable, Sendable {
    case and, or, not, `in`, `is`, `if`, `else`, elif, endif, `for`, recursive, endfor, set, endset, macro, endmacro
    case call, endcall, `do`, filter, endfilter, with, without, context, endwith, print, block, scoped, required
    case endblock, autoescape, endautoescape, include, ignore, missing, `import`, `as`, from, extends, `break`
    case `continue`, `true`, `false`, none, True, False, None, selfName, `super`, loop, caller, kwargs, varargs

    static let texts = allCases.map { $0 == .selfName ? "self" : "\($0)" }

    var text: String { Self.texts[rawValue] }

    /// Whether the word is a literal, which cannot be assigned to.
    var isLiteral: Bool {
        switch self {
        case .true, .false, .none, .True, .False, .None: true
        default: false
        }
    }
}

/// The names of one template.
final class NameTable {
    private struct Entry {
        var hash: UInt64
        var bytes: [UInt8]
        var text: String
        /// What attribute lookups need to know of the name; made when it is first an attribute.
        var key: AttributeKey?
    }

    @safe @exclusivity(unchecked) private var entries: [Entry]
    /// Open addressing table of positions in `entries`, -1 for free.
    @safe @exclusivity(unchecked) private var slots: [Int32]

    /// One bit for each keyword that stands in the template, so that nobody has to walk it for what is not there.
    @safe @exclusivity(unchecked) private var mentioned: UInt64 = 0

    private static let keywords: (entries: [Entry], slots: [Int32]) = {
        let table = NameTable(entries: [], slots: [Int32](repeating: -1, count: 256))
        for text in Keyword.texts { _ = table.intern(text) }
        return (table.entries, table.slots)
    }()

    private init(entries: [Entry], slots: [Int32]) {
        self.entries = entries
        self.slots = slots
    }

    /// A table of the keywords.
    init() {
        (entries, slots) = Self.keywords
    }

    func text(_ name: Name) -> String { entries[name.id].text }

    /// The name as an attribute.
    func attributeKey(_ name: Name) -> AttributeKey {
        if let key = entries[name.id].key { return key }
        let key = AttributeKey(entries[name.id].text)
        entries[name.id].key = key
        return key
    }

    /// Whether the word stands anywhere in the template, as whatever kind of name.
    func mentions(_ keyword: Keyword) -> Bool { mentioned & 1 << UInt64(keyword.rawValue) != 0 }

    func intern(_ text: String) -> Name {
        let bytes = Array(text.utf8)
        var hash = Hash()
        for byte in bytes { hash.add(byte) }
        return intern(bytes, 0, bytes.count, hash)
    }

    /// The hash of a name: FNV-1a, which the lexer computes while it reads.
    struct Hash {
        fileprivate var value: UInt64 = 0xcbf2_9ce4_8422_2325

        @inline(__always)
        mutating func add(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    }

    /// The name that stands in some bytes, whose hash is known.
    func intern(_ bytes: [UInt8], _ start: Int, _ end: Int, _ known: Hash) -> Name {
        let hash = known.value
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: hash ^ hash >> 32) & mask
        while slots[slot] >= 0 {
            let id = Int(slots[slot])
            if entries[id].hash == hash, Self.isEqual(entries[id].bytes, bytes, start, end) {
                mentioned |= 1 << UInt64(id)
                return Name(id: id)
            }
            slot = (slot + 1) & mask
        }
        slots[slot] = Int32(entries.count)
        let own = Array(bytes[start..<end])
        entries.append(Entry(hash: hash, bytes: own, text: String(decoding: own, as: UTF8.self)))
        if entries.count * 2 > slots.count { grow() }
        return Name(id: entries.count - 1)
    }

    @inline(__always)
    private static func isEqual(_ name: [UInt8], _ bytes: [UInt8], _ start: Int, _ end: Int) -> Bool {
        guard name.count == end - start else { return false }
        let (name, bytes) = (name.span, bytes.span)
        for index in name.indices where name[index] != bytes[start &+ index] { return false }
        return true
    }

    private func grow() {
        slots = [Int32](repeating: -1, count: slots.count * 2)
        let mask = slots.count - 1
        for (id, entry) in entries.enumerated() {
            var slot = Int(truncatingIfNeeded: entry.hash ^ entry.hash >> 32) & mask
            while slots[slot] >= 0 { slot = (slot + 1) & mask }
            slots[slot] = Int32(id)
        }
    }
}
