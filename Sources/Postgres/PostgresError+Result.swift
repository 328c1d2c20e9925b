internal import CLibPQ

extension PostgresError {
    /// The error or notice in `result`; libpq marks each field with a letter (PG_DIAG_SQLSTATE is `C`, and so on).
    ///
    /// - Parameter prefix: how many characters we sent before the caller's SQL; the position is told without them.
    init(_ result: OpaquePointer?, prefix: Int = 0) {
        func field(_ letter: Unicode.Scalar) -> String? {
            unsafe PQresultErrorField(result, Int32(letter.value)).map { unsafe String(cString: $0) }
        }
        var fallback = "the connection to the server was lost"
        if let text = unsafe PQresultErrorMessage(result) {
            let whole = Self.trimmed(unsafe String(cString: text))
            if !whole.isEmpty { fallback = whole }
        }
        self.init(
            message: field("M") ?? fallback, sqlstate: field("C"), detail: field("D"), hint: field("H"),
            characterOffset: field("P").flatMap { Int($0) }.map { max(0, $0 - 1 - prefix) },
            context: field("W"), severity: field("V") ?? field("S") ?? "ERROR")
        internalQuery = field("q")
        internalCharacterOffset = field("p").flatMap { Int($0) }.map { $0 - 1 }
    }

    /// The last error of a connection, when there is no result to ask.
    init(connection: OpaquePointer, sqlstate: String? = nil) {
        let text = unsafe String(cString: PQerrorMessage(connection))
        self.init(message: Self.trimmed(text), sqlstate: sqlstate, severity: "FATAL")
    }

    private static func trimmed(_ text: String) -> String {
        var bytes = text.utf8[...]
        while let last = bytes.last, last == UInt8(ascii: "\n") || last == UInt8(ascii: " ") { bytes.removeLast() }
        return String(Substring(bytes))
    }
}
