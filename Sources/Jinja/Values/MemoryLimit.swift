internal import CMalloc

/// Refuses operations whose result would take more memory than any template needs: Python stops only when the machine
/// has none left, and takes other processes with it.
enum MemoryLimit {
    /// How many items one operation may put into a sequence.
    static let itemLimit = 10_000_000
    /// How many bytes one operation may put into a text.
    static let textLimit = 1 << 28
    /// How many bytes the process may have allocated when an operation asks for many more.
    private static let processLimit = 4 << 30
    /// Smaller results are not checked.
    private static let threshold = 1 << 16

    /// Checks an operation that makes a text of `count` bytes.
    @inline(__always)
    static func reserve(text count: Int) throws(TemplateError) {
        guard count > threshold else { return }
        guard count <= textLimit else { throw TemplateError(.overflow, "the text is too long") }
        try checkProcess(adding: count)
    }

    /// Checks an operation that makes a sequence of `count` items.
    @inline(__always)
    static func reserve(items count: Int) throws(TemplateError) {
        guard count > threshold / MemoryLayout<Value>.stride else { return }
        guard count <= itemLimit else { throw TemplateError(.overflow, "the sequence is too long") }
        try checkProcess(adding: count * MemoryLayout<Value>.stride)
    }

    /// Checks an operation that has taken `count` items of an iterator. Items can be large themselves, so memory is
    /// looked at every so often.
    @inline(__always)
    static func taken(items count: Int) throws(TemplateError) {
        guard count & 0xff == 0 else { return }
        try reserve(items: max(count, threshold))
    }

    /// Checks the result of a filter or method, which may be a few times as long as what it was given, so that a chain of
    /// them does not grow without end.
    @inline(__always)
    static func checked(_ value: Value) throws(TemplateError) -> Value {
        if case .string(let text) = value { try reserve(text: text.bytes.count) }
        return value
    }

    /// Checks a text that grows by many parts.
    @inline(__always)
    static func grown(text count: Int) throws(TemplateError) {
        if count > textLimit { throw TemplateError(.overflow, "the text is too long") }
    }

    private static func checkProcess(adding bytes: Int) throws(TemplateError) {
        let usage = mallinfo2()
        guard Int(clamping: usage.uordblks) + Int(clamping: usage.hblkhd) + bytes <= processLimit else {
            throw TemplateError(.overflow, "the template takes too much memory", pythonClass: "MemoryError")
        }
    }
}
