internal import Formats

/// Reads what `CacheWriter` wrote.
///
/// The bytes have passed their checksum; still nothing here traps on others: what does not fit gives blank values and
/// sets `isDamaged`.
struct CacheReader: CacheCoder {
    private var reader: ByteReader
    private var texts: [String] = []
    private var mappings: [DataMapping] = []
    private var lists: [[String]] = []

    var isDamaged: Bool { reader.isDamaged }

    init(_ bytes: [UInt8], from start: Int, to end: Int) {
        reader = ByteReader(bytes, from: start, to: end)
        let counts = (reader.count(), reader.count(), reader.count())
        let textSize = reader.count()
        let lengths = (0..<counts.0).map { _ in reader.count() }
        let textEnd = reader.position + textSize
        texts.reserveCapacity(counts.0)
        for length in lengths { texts.append(reader.text(length)) }
        if reader.position != textEnd { reader.isDamaged = true }
        mappings.reserveCapacity(counts.1)
        for _ in 0..<counts.1 where !isDamaged { mappings.append(readMapping()) }
        lists.reserveCapacity(counts.2)
        for _ in 0..<counts.2 where !isDamaged {
            let size = reader.count()
            lists.append((0..<size).map { _ in readText() })
        }
    }

    mutating func int(_ value: inout Int) { value = reader.signed() }
    mutating func double(_ value: inout Double) { value = reader.double() }
    mutating func string(_ value: inout String) { value = readText() }

    mutating func strings(_ value: inout [String]) {
        let number = reader.count()
        guard lists.indices.contains(number) else { return reader.isDamaged = true }
        value = lists[number]
    }

    mutating func mapping(_ value: inout DataMapping) {
        let number = reader.count()
        guard mappings.indices.contains(number) else { return reader.isDamaged = true }
        value = mappings[number]
    }

    mutating func value(_ value: inout DataValue) { value = readValue() }

    mutating func list<Element>(
        _ list: inout [Element], blank: Element, _ element: (inout Element, inout Self) -> Void
    ) {
        let count = reader.count()
        list.removeAll()
        list.reserveCapacity(count)
        for _ in 0..<count where !isDamaged {
            var item = blank
            element(&item, &self)
            list.append(item)
        }
    }

    private mutating func readText() -> String {
        let number = reader.count()
        guard number < texts.count else {
            reader.isDamaged = true
            return ""
        }
        return texts[number]
    }

    private mutating func readMapping() -> DataMapping {
        let count = reader.count()
        var mapping = DataMapping(minimumCapacity: count)
        for _ in 0..<count where !isDamaged {
            let key = readText()
            mapping[key] = readValue()
        }
        return mapping
    }

    private mutating func readValue() -> DataValue {
        switch ValueTag(rawValue: reader.byte()) {
        case .null: return .null
        case .no: return .bool(false)
        case .yes: return .bool(true)
        case .int: return .int(reader.signed())
        case .float: return .float(reader.double())
        case .bigInt: return .bigInt(readText())
        case .string: return .string(readText())
        case .date: return .date(readText())
        case .timestamp: return .timestamp(readText())
        case .list:
            let count = reader.count()
            return .list((0..<count).map { _ in readValue() })
        case .mapping:
            var inner: DataMapping = [:]
            mapping(&inner)
            return .mapping(inner)
        case nil:
            reader.isDamaged = true
            return .null
        }
    }
}

/// Reads what `ByteWriter` wrote from a part of a file.
struct ByteReader {
    private let bytes: [UInt8]
    private(set) var position: Int
    private let end: Int
    /// Whether something was read that is not there.
    var isDamaged = false

    init(_ bytes: [UInt8], from start: Int, to end: Int) {
        self.bytes = bytes
        self.end = min(end, bytes.count)
        position = min(max(start, 0), self.end)
    }

    mutating func byte() -> UInt8 {
        guard position < end else {
            isDamaged = true
            return 0
        }
        defer { position += 1 }
        return bytes[position]
    }

    mutating func number() -> Int {
        var result: UInt64 = 0
        var shift: UInt64 = 0
        while shift < 64 {
            let byte = byte()
            result |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return Int(Int64(bitPattern: result)) }
            shift += 7
        }
        isDamaged = true
        return 0
    }

    /// A number of things that follow, each of at least one byte, or of a place in a table.
    mutating func count() -> Int {
        let value = number()
        if value >= 0, value <= bytes.count { return value }
        isDamaged = true
        return 0
    }

    mutating func signed() -> Int {
        let value = number()
        return Int(bitPattern: UInt(bitPattern: value) >> 1) ^ -(value & 1)
    }

    mutating func double() -> Double { Double(bitPattern: word()) }

    mutating func word() -> UInt64 {
        var word: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 8) { word |= UInt64(byte()) << shift }
        return word
    }

    mutating func text(_ length: Int) -> String {
        guard length >= 0, length <= end - position else {
            isDamaged = true
            return ""
        }
        defer { position += length }
        return String(decoding: bytes[position..<position + length], as: UTF8.self)
    }

    mutating func text() -> String { text(count()) }
}
