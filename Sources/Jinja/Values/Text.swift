internal import Glibc

/// A Python `str`: UTF-8 bytes, compared and hashed byte by byte, indexed by code points.
///
/// Swift's `String` compares by canonical equivalence and cannot hold lone surrogates; Python does neither, so
/// templates get their own string. A lone surrogate is kept as its three-byte generalised UTF-8 form.
@frozen
public struct Text: Sendable {
    /// What kind of `str` this is: Python subclasses that templates can tell apart.
    @frozen
    public enum Marker: UInt8, Sendable {
        case plain
        /// `Markup`: the result of the filters `escape` and `tojson`; operations with it escape the other side.
        case markup
        /// Marks of dbt's native filters: `as_text`, `as_native`, `as_bool` and `as_number`.
        case text, native, bool, number
    }

    public let bytes: [UInt8]
    public let isASCII: Bool
    public let marker: Marker

    /// Makes a text of bytes that are known to be ASCII or not.
    @inlinable
    public init(bytes: [UInt8], isASCII: Bool, marker: Marker = .plain) {
        self.bytes = bytes
        self.isASCII = isASCII
        self.marker = marker
    }

    @inlinable
    public init(_ bytes: [UInt8]) {
        self.init(bytes: bytes, isASCII: Text.isASCII(bytes))
    }

    @inlinable
    public init(_ bytes: ArraySlice<UInt8>) {
        self.init(Array(bytes))
    }

    public init(_ string: String) {
        self.init(Array(string.utf8))
    }

    public init(_ string: Substring) {
        self.init(Array(string.utf8))
    }

    public static let empty = Text(bytes: [], isASCII: true)

    /// The same text as another kind of `str`.
    public func marked(_ marker: Marker) -> Text {
        marker == self.marker ? self : Text(bytes: bytes, isASCII: isASCII, marker: marker)
    }

    @inlinable public var isEmpty: Bool { bytes.isEmpty }

    /// The text as Swift sees it; lone surrogates become replacement characters.
    @inlinable public var string: String { String(decoding: bytes, as: UTF8.self) }

    /// The number of code points: Python's `len`.
    public var count: Int {
        if isASCII { return bytes.count }
        var count = 0
        for byte in bytes where byte & 0xC0 != 0x80 { count += 1 }
        return count
    }

    @inlinable
    static func isASCII(_ bytes: [UInt8]) -> Bool {
        var all: UInt8 = 0
        for byte in bytes { all |= byte }
        return all < 0x80
    }
}

extension Text: Hashable {
    public static func == (left: Text, right: Text) -> Bool {
        let count = left.bytes.count
        guard count == right.bytes.count else { return false }
        return unsafe left.bytes.withUnsafeBufferPointer { left in
            unsafe right.bytes.withUnsafeBufferPointer { right in
                guard let left = left.baseAddress, let right = right.baseAddress else { return true }
                return unsafe left == right || memcmp(left, right, count) == 0
            }
        }
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(pythonHash) }

    /// A hash of the bytes: FNV-1a over eight bytes at a time.
    @usableFromInline
    var pythonHash: Int {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325 ^ UInt64(truncatingIfNeeded: bytes.count)
        let span = bytes.span
        var index = 0
        let end = span.count
        while index &+ 8 <= end {
            // The loop's condition keeps the eight bytes inside.
            let word = unsafe UInt64(
                littleEndian: span.bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
            hash = (hash ^ word) &* 0x9E37_79B9_7F4A_7C15
            hash ^= hash &>> 29
            index &+= 8
        }
        while index < end {
            hash = (hash ^ UInt64(span[index])) &* 0x0000_0100_0000_01b3
            index &+= 1
        }
        hash ^= hash &>> 32
        return Int(truncatingIfNeeded: hash)
    }
}

extension Text: ExpressibleByStringLiteral, CustomStringConvertible {
    public init(stringLiteral value: StaticString) {
        self.init(value.description)
    }

    public var description: String { string }
}

extension Text: Comparable {
    /// Orders by code points, as Python does; bytewise order of UTF-8 is the same.
    public static func < (left: Text, right: Text) -> Bool {
        left.order(right) < 0
    }

    /// The sign of the difference in the order of code points.
    func order(_ other: Text) -> Int {
        let (count, otherCount) = (bytes.count, other.bytes.count)
        let sign = unsafe bytes.withUnsafeBufferPointer { left in
            unsafe other.bytes.withUnsafeBufferPointer { right in
                guard let left = left.baseAddress, let right = right.baseAddress else { return 0 as Int32 }
                return unsafe memcmp(left, right, min(count, otherCount))
            }
        }
        return sign != 0 ? Int(sign) : count - otherCount
    }
}
