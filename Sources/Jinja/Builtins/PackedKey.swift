/// The beginning of a sort key as numbers of the same order: what sorting mostly needs to know of it.
struct PackedKey: BitwiseCopyable {
    /// What kind of value a key is; only keys of one kind have an order.
    enum Kind: UInt8, BitwiseCopyable { case text, integer }

    private(set) var high: UInt64
    private(set) var low: UInt64 = 0
    var position: Int32
    let kind: Kind
    /// Whether keys with the same numbers are equal when this holds of both.
    private(set) var isWhole = true

    init(_ number: Int, at position: Int32) {
        high = UInt64(bitPattern: Int64(number)) ^ 1 << 63
        self.position = position
        kind = .integer
    }

    /// Takes the first sixteen bytes, zeros after the end.
    /// - Parameter ignoresCase: whether capitals count as small letters; the bytes must be ASCII then.
    @inline(__always)
    init(_ bytes: UnsafeRawBufferPointer, ignoresCase: Bool, at position: Int32) {
        let count = bytes.count
        self.position = position
        kind = .text
        if count >= 8 {
            high = unsafe bytes.loadUnaligned(as: UInt64.self).bigEndian
            if count >= 16 {
                low = unsafe bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self).bigEndian
            } else if count > 8 {
                low = unsafe bytes.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self).bigEndian
                low &<<= UInt64(8 &* (16 &- count))
            }
        } else {
            high = 0
            for index in 0..<count { high |= unsafe UInt64(bytes[index]) &<< UInt64(56 &- 8 &* index) }
        }
        // A zero at the end looks like the filling.
        isWhole = unsafe count == 0 || count <= 16 && bytes[count - 1] != 0
        if ignoresCase {
            high = Self.lowercased(high)
            low = Self.lowercased(low)
        }
    }

    /// Eight ASCII letters in lower case at once.
    @inline(__always)
    private static func lowercased(_ word: UInt64) -> UInt64 {
        let fromA = word &+ 0x3F3F_3F3F_3F3F_3F3F
        let afterZ = word &+ 0x2525_2525_2525_2525
        return word | ((fromA ^ afterZ) & 0x8080_8080_8080_8080) &>> 2
    }

    @inline(__always)
    func hasSameNumbers(as other: PackedKey) -> Bool { high == other.high && low == other.low }

    /// The keys in the order of their numbers; those with the same numbers keep their order, also in a reversed sort.
    static func sorted(_ keys: [PackedKey], reverse: Bool) -> [PackedKey] {
        if keys.count >= 64 { return sortedByBytes(keys, reverse: reverse) }
        return Sorting.mergeSort(keys) { left, right in
            if left.high != right.high { return (left.high > right.high) != reverse }
            return left.low != right.low && (left.low > right.low) != reverse
        }
    }

    /// Distributes the keys by one byte after another, the last byte first; bytes that all keys share cost nothing.
    private static func sortedByBytes(_ keys: [PackedKey], reverse: Bool) -> [PackedKey] {
        var (high, low): (UInt64, UInt64) = (0, 0)
        for key in keys {
            high |= key.high ^ keys[0].high
            low |= key.low ^ keys[0].low
        }
        let flip: UInt64 = reverse ? 0xFF : 0
        var (source, target) = (keys, keys)
        for shift in stride(from: UInt64(0), to: 128, by: 8) {
            guard (shift < 64 ? low : high) &>> (shift & 63) & 0xFF != 0 else { continue }
            if shift < 64 {
                distribute(source.span, into: &target) { Int(truncatingIfNeeded: $0.low &>> shift & 0xFF ^ flip) }
            } else {
                distribute(source.span, into: &target) {
                    Int(truncatingIfNeeded: $0.high &>> (shift & 63) & 0xFF ^ flip)
                }
            }
            swap(&source, &target)
        }
        return source
    }

    @inline(__always)
    private static func distribute(
        _ source: Span<PackedKey>, into target: inout [PackedKey], _ byte: (PackedKey) -> Int
    ) {
        var places = [Int](repeating: 0, count: 256)
        var counts = places.mutableSpan
        for index in source.indices { counts[byte(source[index])] &+= 1 }
        var sum = 0
        for value in 0..<256 {
            let count = counts[value]
            counts[value] = sum
            sum &+= count
        }
        var out = target.mutableSpan
        for index in source.indices {
            let value = byte(source[index])
            out[counts[value]] = source[index]
            counts[value] &+= 1
        }
    }
}

extension Value {
    /// The value as a packed sort key; nil when it is neither a small integer nor a text whose bytes tell its order.
    @inline(__always)
    func packed(ignoresCase: Bool, at position: Int32) -> PackedKey? {
        if case .int(let number) = self { return PackedKey(number, at: position) }
        guard let (bytes, isASCII) = unsafe textBytes, isASCII || !ignoresCase else { return nil }
        return unsafe PackedKey(bytes, ignoresCase: ignoresCase, at: position)
    }

    /// The bytes of a text, which whoever holds the value keeps alive, and whether they are ASCII.
    @inline(__always)
    private var textBytes: (bytes: UnsafeRawBufferPointer, isASCII: Bool)? {
        guard case .string(let text) = self else { return nil }
        return unsafe (text.bytes.withUnsafeBytes { unsafe $0 }, text.isASCII)
    }
}
