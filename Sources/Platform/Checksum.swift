/// A fast 64-bit checksum that finds accidental changes; it is no protection against someone who makes them on purpose.
///
/// Four lanes of multiplications take in 32 bytes a step: several GB a second. How the bytes are divided among the calls
/// of `add` makes no difference.
public struct Checksum: Sendable {
    private static let seed: UInt64 = 0x9E37_79B9_7F4A_7C15

    private var lanes = (seed, seed &* 3, seed &* 5, seed &* 7)
    /// Fewer than 32 bytes that wait for the next ones.
    private var rest: [UInt8] = []
    private var count: UInt64 = 0

    public init() {}

    public mutating func add(_ bytes: ArraySlice<UInt8>) {
        count += UInt64(bytes.count)
        var bytes = bytes
        if !rest.isEmpty {
            let missing = bytes.prefix(32 - rest.count)
            rest += missing
            guard rest.count == 32 else { return }
            take(rest[...])
            bytes = bytes.dropFirst(missing.count)
        }
        let whole = bytes.count & ~31
        take(bytes.prefix(whole))
        rest = Array(bytes.dropFirst(whole))
    }

    /// The checksum of all bytes so far.
    public var value: UInt64 {
        var result = mixed(mixed(mixed(lanes.0, lanes.1), lanes.2), lanes.3)
        for byte in rest { result = mixed(result, UInt64(byte)) }
        return mixed(result, count)
    }

    /// - Parameter bytes: a multiple of 32.
    private mutating func take(_ bytes: ArraySlice<UInt8>) {
        unsafe bytes.withUnsafeBytes { data in
            var lanes = lanes
            var offset = 0
            while offset + 32 <= data.count {
                unsafe lanes.0 = mixed(lanes.0, data.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
                unsafe lanes.1 = mixed(lanes.1, data.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self))
                unsafe lanes.2 = mixed(lanes.2, data.loadUnaligned(fromByteOffset: offset + 16, as: UInt64.self))
                unsafe lanes.3 = mixed(lanes.3, data.loadUnaligned(fromByteOffset: offset + 24, as: UInt64.self))
                offset += 32
            }
            self.lanes = lanes
        }
    }

    private func mixed(_ state: UInt64, _ word: UInt64) -> UInt64 {
        let product = (state ^ word).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
        // Adding the rotated state keeps a lane alive whose product is zero.
        return product.low ^ product.high &+ (state << 23 | state >> 41)
    }
}

extension Hash {
    public static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        var checksum = Checksum()
        checksum.add(bytes)
        return checksum.value
    }

    public static func checksum(_ bytes: [UInt8]) -> UInt64 { checksum(bytes[...]) }
}
