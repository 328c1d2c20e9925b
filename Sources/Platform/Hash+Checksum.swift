extension Hash {
    /// A fast 64-bit checksum that finds accidental changes; it is no protection against someone who makes them on
    /// purpose. Four lanes of multiplications take in 32 bytes a step: several GB a second.
    public static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        unsafe bytes.withUnsafeBytes { data in
            var lanes = (seed, seed &* 3, seed &* 5, seed &* 7)
            var offset = 0
            while offset + 32 <= data.count {
                unsafe lanes.0 = mixed(lanes.0, word(data, offset))
                unsafe lanes.1 = mixed(lanes.1, word(data, offset + 8))
                unsafe lanes.2 = mixed(lanes.2, word(data, offset + 16))
                unsafe lanes.3 = mixed(lanes.3, word(data, offset + 24))
                offset += 32
            }
            var result = mixed(mixed(mixed(lanes.0, lanes.1), lanes.2), lanes.3)
            while offset < data.count {
                result = unsafe mixed(result, UInt64(data[offset]))
                offset += 1
            }
            return mixed(result, UInt64(data.count))
        }
    }

    public static func checksum(_ bytes: [UInt8]) -> UInt64 { checksum(bytes[...]) }

    /// Of several parts, each of which keeps its place and size.
    public static func checksum(_ parts: [ArraySlice<UInt8>]) -> UInt64 {
        parts.reduce(seed) { mixed($0, checksum($1)) }
    }

    private static let seed: UInt64 = 0x9E37_79B9_7F4A_7C15

    private static func word(_ data: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
        unsafe data.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
    }

    private static func mixed(_ state: UInt64, _ word: UInt64) -> UInt64 {
        let product = (state ^ word).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
        // Adding the rotated state keeps a lane alive whose product is zero.
        return product.low ^ product.high &+ (state << 23 | state >> 41)
    }
}
