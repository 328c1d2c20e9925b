/// The bytes that a render has written so far.
///
/// Rendering appends small pieces all the time and takes text back that becomes a value; plain memory does both in a few
/// instructions, where an array checks each time who else holds it.
@safe
struct OutputBuffer: ~Copyable {
    private var memory: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private(set) var count = 0
    /// Whether all that was appended since this was last set to true is known to be ASCII.
    var isKnownASCII = false

    init(capacity: Int) {
        self.capacity = max(capacity, 64)
        unsafe memory = .allocate(capacity: self.capacity)
    }

    deinit { unsafe memory.deallocate() }

    mutating func append(_ text: Text) {
        if !text.isASCII { isKnownASCII = false }
        copy(text.bytes, from: 0, to: text.bytes.count)
    }

    mutating func append(_ bytes: [UInt8]) { append(bytes, from: 0, to: bytes.count) }

    /// Appends a part of `bytes`.
    mutating func append(_ bytes: [UInt8], from start: Int, to end: Int) {
        isKnownASCII = false
        copy(bytes, from: start, to: end)
    }

    @inline(__always)
    private mutating func copy(_ bytes: [UInt8], from start: Int, to end: Int) {
        let length = end &- start
        precondition(start >= 0 && length >= 0 && end <= bytes.count, "the part must lie inside the bytes")
        if capacity &- count < length { grow(by: length) }
        unsafe bytes.withUnsafeBufferPointer { bytes in
            guard let source = bytes.baseAddress else { return }
            unsafe (memory + count).initialize(from: source + start, count: length)
        }
        count &+= length
    }

    /// Appends the decimal digits of a number.
    mutating func append(decimal number: Int) {
        if capacity &- count < 20 { grow(by: 20) }
        var rest = number.magnitude
        var length = number < 0 ? 2 : 1
        var limit: UInt = 10
        // No 64-bit magnitude reaches the last limit, 10^19.
        while rest >= limit {
            length &+= 1
            limit &*= 10
        }
        if number < 0 { unsafe memory[count] = UInt8(ascii: "-") }
        var place = count &+ length
        repeat {
            place &-= 1
            unsafe memory[place] = 48 &+ UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        } while rest > 0
        count &+= length
    }

    /// Drops what was written after a point.
    @inline(__always)
    mutating func truncate(to end: Int) {
        if end < count { count = max(end, 0) }
    }

    /// What was written after a point, as a text.
    func text(from start: Int) -> Text {
        let bytes = bytes(from: start)
        return Text(bytes: bytes, isASCII: isKnownASCII || Text.isASCII(bytes))
    }

    /// What was written after a point.
    func bytes(from start: Int) -> [UInt8] {
        let length = count - start
        guard start >= 0, length > 0 else { return [] }
        return unsafe [UInt8](unsafeUninitializedCapacity: length) { target, initialized in
            unsafe target.baseAddress?.initialize(from: memory + start, count: length)
            initialized = length
        }
    }

    /// What was written after a point, behind other bytes.
    func bytes(from start: Int, after head: [UInt8]) -> [UInt8] {
        let length = max(count - start, 0)
        precondition(start >= 0, "the start must lie inside the bytes")
        return unsafe [UInt8](unsafeUninitializedCapacity: head.count + length) { target, initialized in
            _ = unsafe target.update(fromContentsOf: head)
            unsafe (target.baseAddress.map { unsafe $0 + head.count })?.update(from: memory + start, count: length)
            initialized = head.count + length
        }
    }

    @inline(never)
    private mutating func grow(by length: Int) {
        capacity = max(capacity * 2, count + length)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        unsafe larger.moveInitialize(from: memory, count: count)
        unsafe memory.deallocate()
        unsafe memory = larger
    }
}
