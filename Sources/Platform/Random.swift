internal import Glibc

/// What nobody can guess.
public enum Random {
    public static func bytes(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }

    /// Twice `bytes` hexadecimal digits.
    public static func hex(bytes count: Int) -> String { Hash.hex(bytes(count)) }

    /// A random UUID (version 4): `8e5c0e4a-3b7f-4f65-9c5e-0f0c5f3e8a55`.
    public static func uuid() -> String {
        var value = bytes(16)
        value[6] = value[6] & 0x0f | 0x40
        value[8] = value[8] & 0x3f | 0x80
        let ranges = [0..<4, 4..<6, 6..<8, 8..<10, 10..<16]
        return ranges.map { Hash.hex(value[$0]) }.joined(separator: "-")
    }
}
