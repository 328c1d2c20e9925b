internal import CPCRE2
internal import Jinja

/// A regular expression ready to search with.
@safe
final class CompiledRegex {
    let pattern: Text
    /// The flags as Python numbers them, with those written in the pattern.
    let flags: Int
    let groupCount: Int
    let groupNames: [(name: String, index: Int)]
    private let closingOrder: [Int: Int]
    private let code: OpaquePointer
    private let matchData: OpaquePointer
    private let context: OpaquePointer

    /// How much work one search may take before it is stopped: no pattern may hang a run.
    private static let matchLimit: UInt32 = 10_000_000
    private static let heapLimitKiB: UInt32 = 200_000

    /// - Throws: Python's `re.error` for a pattern that Python does not accept.
    init(_ pattern: Text, flags: Int) throws(TemplateError) {
        guard flags & RegexTranslator.Flag.locale == 0 else {
            throw TemplateError(.value, "cannot use LOCALE flag with a str pattern")
        }
        let translator = try RegexTranslator(pattern.bytes, flags: flags)
        guard translator.flags & 0x120 != 0x120 else {
            throw TemplateError(.value, "ASCII and UNICODE flags are incompatible")
        }
        let isASCII = translator.flags & RegexTranslator.Flag.ascii != 0
        self.pattern = pattern.marked(.plain)
        self.flags = translator.flags | (isASCII ? 0 : RegexTranslator.Flag.unicode)
        groupCount = translator.groupCount
        groupNames = translator.groupNames
        closingOrder = translator.closingOrder

        var options = PCRE2_UTF | PCRE2_MATCH_INVALID_UTF | (isASCII ? 0 : PCRE2_UCP)
        if translator.flags & RegexTranslator.Flag.ignoreCase != 0 { options |= PCRE2_CASELESS }
        if translator.flags & RegexTranslator.Flag.multiline != 0 { options |= PCRE2_MULTILINE }
        if translator.flags & RegexTranslator.Flag.dotAll != 0 { options |= PCRE2_DOTALL }
        let compileContext = unsafe pcre2_compile_context_create_8(nil)
        defer { unsafe pcre2_compile_context_free_8(compileContext) }
        unsafe pcre2_set_newline_8(compileContext, UInt32(PCRE2_NEWLINE_LF))
        var errorCode: Int32 = 0
        var errorOffset = 0
        guard
            let code = unsafe pcre2_compile_8(
                translator.out, translator.out.count, options, &errorCode, &errorOffset, compileContext),
            let matchData = unsafe pcre2_match_data_create_from_pattern_8(code, nil),
            let context = unsafe pcre2_match_context_create_8(nil)
        else {
            throw TemplateError(.regex, "\(Self.message(errorCode)) at position \(min(errorOffset, pattern.count))")
        }
        unsafe self.code = code
        unsafe self.matchData = matchData
        unsafe self.context = context
        unsafe pcre2_set_match_limit_8(context, Self.matchLimit)
        unsafe pcre2_set_heap_limit_8(context, Self.heapLimitKiB)
    }

    deinit {
        unsafe pcre2_match_context_free_8(context)
        unsafe pcre2_match_data_free_8(matchData)
        unsafe pcre2_code_free_8(code)
    }

    private static func message(_ code: Int32) -> String {
        var buffer = [UInt8](repeating: 0, count: 256)
        let count = unsafe pcre2_get_error_message_8(code, &buffer, buffer.count)
        return String(decoding: buffer.prefix(max(0, Int(count))), as: UTF8.self)
    }

    /// How a match has to stand in the text.
    enum Anchor {
        case anywhere, start, whole
    }

    /// The spans of the match and of its groups in `subject`; nil for groups that took no part.
    struct Found {
        let spans: [Range<Int>?]
        var whole: Range<Int> { spans[0] ?? 0..<0 }
    }

    /// Searches `subject` from byte `start` on; an empty match at `start` does not count where the last match was empty.
    /// - Throws: an error of kind `regex` when the search takes too long.
    func find(
        in subject: Text, from start: Int, to end: Int? = nil, _ anchor: Anchor = .anywhere,
        allowsEmptyAtStart: Bool = true
    ) throws(TemplateError) -> Found? {
        var options: UInt32 = allowsEmptyAtStart ? 0 : PCRE2_NOTEMPTY_ATSTART
        switch anchor {
        case .anywhere: break
        case .start: options |= PCRE2_ANCHORED
        case .whole: options |= PCRE2_ANCHORED | PCRE2_ENDANCHORED
        }
        let result = unsafe pcre2_match_8(
            code, subject.bytes, min(end ?? subject.bytes.count, subject.bytes.count), start, options, matchData,
            context)
        guard result >= 0 else {
            if result == PCRE2_ERROR_NOMATCH { return nil }
            throw TemplateError(
                .regex, "matching takes too long: \(Self.message(result))",
                hint: "repetitions inside repetitions, like (a+)+, make a pattern explode")
        }
        guard let vector = unsafe pcre2_get_ovector_pointer_8(matchData) else { return nil }
        var spans: [Range<Int>?] = []
        for group in 0...groupCount {
            let (low, high) = unsafe (vector[2 * group], vector[2 * group + 1])
            // Groups after the last one that matched are not written; a lookbehind may leave them turned round.
            let isSet = group < Int(result) && low >= 0 && low <= high
            spans.append(isSet ? low..<high : nil)
        }
        return Found(spans: spans)
    }

    /// Visits all matches from the left that do not overlap, empty ones included, until `visit` says no.
    func forEachMatch(
        in subject: Text, from start: Int = 0, to end: Int? = nil, _ visit: (Found) throws(TemplateError) -> Bool
    ) throws(TemplateError) {
        var position = start
        var allowsEmpty = true
        while position <= end ?? subject.bytes.count,
            let found = try find(in: subject, from: position, to: end, allowsEmptyAtStart: allowsEmpty)
        {
            guard try visit(found) else { return }
            position = found.whole.upperBound
            allowsEmpty = !found.whole.isEmpty
        }
    }

    /// The number of the group that was closed last: Python's `lastindex`.
    func lastGroup(of found: Found) -> Int? {
        let matched = (1..<found.spans.count).filter { found.spans[$0] != nil }
        return matched.max { left, right in
            let (leftEnd, rightEnd) = (found.spans[left]?.upperBound ?? 0, found.spans[right]?.upperBound ?? 0)
            return (leftEnd, closingOrder[left] ?? 0) < (rightEnd, closingOrder[right] ?? 0)
        }
    }
}
