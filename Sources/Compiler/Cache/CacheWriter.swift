internal import Formats

/// Encodes values compactly: texts, mappings and lists of texts that occur often are written once and referred to by
/// number. A thousand tests have the same handful of configurations, and reading them back must not build each anew.
struct CacheWriter: CacheCoder {
    private var records = ByteWriter()
    private var texts = ByteWriter()
    private var textLengths = ByteWriter()
    private var textNumbers: [String: Int] = [:]
    private var mappings = ByteWriter()
    private var mappingNumbers: [DataMapping: Int] = [:]
    private var lists = ByteWriter()
    private var listNumbers: [[String]: Int] = [:]

    /// The tables, then everything that was written.
    var parts: [ArraySlice<UInt8>] {
        var sizes = ByteWriter()
        sizes.number(textNumbers.count)
        sizes.number(mappingNumbers.count)
        sizes.number(listNumbers.count)
        sizes.number(texts.bytes.count)
        return [sizes, textLengths, texts, mappings, lists, records].map { $0.bytes[...] }
    }

    mutating func int(_ value: inout Int) { records.signed(value) }
    mutating func double(_ value: inout Double) { records.double(value) }
    mutating func string(_ value: inout String) { records.number(number(of: value)) }

    mutating func strings(_ value: inout [String]) {
        if let known = listNumbers[value] { return records.number(known) }
        let numbers = value.map { number(of: $0) }
        lists.number(numbers.count)
        for number in numbers { lists.number(number) }
        records.number(listNumbers.count)
        listNumbers[value] = listNumbers.count
    }

    mutating func mapping(_ value: inout DataMapping) { records.number(number(of: value)) }
    mutating func value(_ value: inout DataValue) { records.append(encoded(value)) }

    mutating func list<Element>(
        _ list: inout [Element], blank: Element, _ element: (inout Element, inout Self) -> Void
    ) {
        records.number(list.count)
        for var item in list { element(&item, &self) }
    }

    private mutating func number(of text: String) -> Int {
        if let known = textNumbers[text] { return known }
        let number = textNumbers.count
        textNumbers[text] = number
        textLengths.number(text.utf8.count)
        texts.append(text)
        return number
    }

    /// Inner mappings get their numbers first, so that they can be read in the order of the numbers.
    private mutating func number(of mapping: DataMapping) -> Int {
        if let known = mappingNumbers[mapping] { return known }
        var entries = ByteWriter()
        entries.number(mapping.count)
        for (key, value) in mapping {
            entries.number(number(of: key))
            entries.append(encoded(value))
        }
        mappings.append(entries)
        let number = mappingNumbers.count
        mappingNumbers[mapping] = number
        return number
    }

    private mutating func encoded(_ value: DataValue) -> ByteWriter {
        var bytes = ByteWriter()
        switch value {
        case .null: bytes.tag(.null)
        case .bool(let flag): bytes.tag(flag ? .yes : .no)
        case .int(let number):
            bytes.tag(.int)
            bytes.signed(number)
        case .float(let number):
            bytes.tag(.float)
            bytes.double(number)
        case .bigInt(let text): reference(.bigInt, text, &bytes)
        case .string(let text): reference(.string, text, &bytes)
        case .date(let text): reference(.date, text, &bytes)
        case .timestamp(let text): reference(.timestamp, text, &bytes)
        case .list(let items):
            bytes.tag(.list)
            bytes.number(items.count)
            for item in items { bytes.append(encoded(item)) }
        case .mapping(let entries):
            bytes.tag(.mapping)
            bytes.number(number(of: entries))
        }
        return bytes
    }

    private mutating func reference(_ tag: ValueTag, _ text: String, _ bytes: inout ByteWriter) {
        bytes.tag(tag)
        bytes.number(number(of: text))
    }
}

/// What a value is, in front of its bytes.
enum ValueTag: UInt8 {
    case null, no, yes, int, float, bigInt, string, date, timestamp, list, mapping
}

/// Appends numbers in as few bytes as they need.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    /// Seven bits a byte, the lowest first.
    mutating func number(_ value: Int) {
        var rest = UInt64(bitPattern: Int64(value))
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    /// Small negative numbers stay small: the sign is the lowest bit.
    mutating func signed(_ value: Int) { number((value << 1) ^ (value >> (Int.bitWidth - 1))) }

    mutating func double(_ value: Double) { word(value.bitPattern) }

    /// Eight bytes, the lowest first.
    mutating func word(_ word: UInt64) {
        for shift in stride(from: UInt64(0), to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: word >> shift)) }
    }

    mutating func tag(_ tag: ValueTag) { bytes.append(tag.rawValue) }
    mutating func append(_ other: ByteWriter) { bytes.append(contentsOf: other.bytes) }
    mutating func append(_ other: [UInt8]) { bytes.append(contentsOf: other) }
    mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

    /// A text behind its length.
    mutating func text(_ text: String) {
        number(text.utf8.count)
        append(text)
    }
}
