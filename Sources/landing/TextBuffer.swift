/// Bytes of a file in the making. Numbers and times are appended without passing through `String`.
struct TextBuffer {
    var bytes: [UInt8] = []

    mutating func byte(_ character: Unicode.Scalar) { bytes.append(UInt8(ascii: character)) }

    mutating func text(_ text: String) { bytes.append(contentsOf: text.utf8) }

    mutating func text(_ text: [UInt8]) { bytes.append(contentsOf: text) }

    mutating func integer(_ value: Int) {
        if value < 0 { byte("-") }
        var rest = value.magnitude
        let start = bytes.count
        repeat {
            bytes.append(48 + UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        } while rest > 0
        var low = start
        var high = bytes.count - 1
        while low < high {
            bytes.swapAt(low, high)
            low += 1
            high -= 1
        }
    }

    /// At least `width` digits, with zeros in front.
    mutating func padded(_ value: Int, _ width: Int) {
        var limit = 10
        for _ in 1..<width {
            if value < limit { byte("0") }
            limit *= 10
        }
        // Every zero in front stands for a power of ten above the value, so the digits that are left follow them.
        integer(value)
    }

    /// An amount in cents: `12.90`.
    mutating func cents(_ value: Int) {
        if value < 0 { byte("-") }
        integer(Int(value.magnitude) / 100)
        byte(".")
        padded(Int(value.magnitude) % 100, 2)
    }

    /// `07:25:00`
    mutating func time(second: Int) {
        padded(second / 3_600, 2)
        byte(":")
        padded(second / 60 % 60, 2)
        byte(":")
        padded(second % 60, 2)
    }

    /// `07:25:00.660`
    mutating func time(millisecond: Int) {
        time(second: millisecond / 1_000)
        byte(".")
        padded(millisecond % 1_000, 3)
    }

    /// Sixteen lower-case hexadecimal digits.
    mutating func hex(_ value: UInt64) {
        for shift in stride(from: 60, through: 0, by: -4) {
            let digit = UInt8(truncatingIfNeeded: value >> UInt64(shift) & 15)
            bytes.append(digit < 10 ? 48 + digit : 87 + digit)
        }
    }
}
