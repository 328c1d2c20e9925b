/// SQL as text: what Martlet must know about it without a server.
public enum SQL {
    /// Whether `sql` holds nothing but space, comments and semicolons.
    public static func isEmpty(_ sql: String) -> Bool {
        for byte in sql.utf8 {
            if byte.isSQLSpace || byte == UInt8(ascii: ";") { continue }
            // Most SQL starts with a word: only a comment needs the tokenizer.
            if byte != UInt8(ascii: "-"), byte != UInt8(ascii: "/") { return false }
            break
        }
        var tokenizer = SQLTokenizer(sql)
        while let token = tokenizer.nextSignificant() {
            if token.kind != .semicolon { return false }
        }
        return true
    }

    /// The statements of `bytes` as ranges without the semicolons between them and the space around them; those
    /// without content are left out.
    public static func statements(in bytes: [UInt8]) -> [Range<Int>] {
        var result: [Range<Int>] = []
        var start: Int?
        var end = 0
        var tokenizer = SQLTokenizer(bytes)
        // A function body of standard SQL (`begin atomic … end`) holds semicolons of its own.
        var depth = 0
        var previousWordIsBegin = false
        func isWord(_ token: SQLToken, _ word: StaticString) -> Bool {
            token.kind == .word && equalsIgnoringCase(bytes[token.start..<token.end], word)
        }
        while let token = tokenizer.nextSignificant() {
            if token.kind == .semicolon, depth == 0 {
                if let first = start { result.append(first..<end) }
                start = nil
                continue
            }
            if previousWordIsBegin, isWord(token, "atomic") {
                depth += 1
            } else if depth > 0, isWord(token, "case") {
                depth += 1
            } else if depth > 0, isWord(token, "end") {
                depth -= 1
            }
            previousWordIsBegin = isWord(token, "begin")
            if start == nil { start = token.start }
            end = token.end
        }
        if let first = start { result.append(first..<end) }
        return result
    }

    /// The statements of `sql`, without the semicolons between them.
    public static func statements(in sql: String) -> [String] {
        let bytes = Array(sql.utf8)
        return statements(in: bytes).map { String(decoding: bytes[$0], as: UTF8.self) }
    }

    /// `bytes` with every comment replaced by one blank, so that words stay apart; strings are left as they are.
    public static func removingComments(from bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var tokenizer = SQLTokenizer(bytes)
        while let token = tokenizer.next() {
            if token.kind == .lineComment || token.kind == .blockComment {
                result.append(UInt8(ascii: " "))
            } else {
                result += bytes[token.start..<token.end]
            }
        }
        return result
    }

    /// The offset of a closing parenthesis that closes nothing and is followed by another statement: put between
    /// parentheses, as materializations do it, such text would end the statement around it and begin its own.
    public static func breakout(in bytes: [UInt8]) -> Int? {
        guard bytes.contains(UInt8(ascii: ";")) else { return nil }
        var tokenizer = SQLTokenizer(bytes)
        var depth = 0
        var unmatched: Int?
        var isStatementOver = false
        while let token = tokenizer.nextSignificant() {
            if token.kind == .semicolon {
                isStatementOver = true
                continue
            }
            if isStatementOver, let unmatched { return unmatched }
            guard token.kind == .symbol, token.end == token.start + 1 else { continue }
            switch bytes[token.start] {
            case UInt8(ascii: "("): depth += 1
            case UInt8(ascii: ")"):
                depth -= 1
                if depth < 0, unmatched == nil { unmatched = token.start }
            default: break
            }
        }
        return nil
    }

    /// Whether the words are equal when the case of ASCII letters is ignored; `word` is in lower case.
    static func equalsIgnoringCase(_ bytes: ArraySlice<UInt8>, _ word: StaticString) -> Bool {
        guard bytes.count == word.utf8CodeUnitCount else { return false }
        return word.withUTF8Buffer { expected in
            unsafe zip(bytes, expected).allSatisfy { byte, letter in
                byte == letter || (letter >= UInt8(ascii: "a") && letter <= UInt8(ascii: "z") && byte | 0x20 == letter)
            }
        }
    }
}
