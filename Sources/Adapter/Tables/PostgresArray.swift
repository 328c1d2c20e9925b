/// A value of an array type, read from PostgreSQL's text `{1,NULL,"a b"}`.
indirect enum PostgresArray: Hashable {
    case null
    case element(String)
    case list([PostgresArray])

    /// Nil when the text is not an array.
    init?(_ text: String) {
        var bytes = Array(text.utf8)[...]
        // Bounds that do not start at 1 come first: `[0:1]={1,2}`.
        if bytes.first == UInt8(ascii: "["), let equals = bytes.firstIndex(of: UInt8(ascii: "=")) {
            bytes = bytes[(equals + 1)...]
        }
        guard let value = Self.read(&bytes), bytes.isEmpty else { return nil }
        self = value
    }

    private static func read(_ bytes: inout ArraySlice<UInt8>) -> PostgresArray? {
        guard bytes.first == UInt8(ascii: "{") else { return nil }
        bytes.removeFirst()
        var items: [PostgresArray] = []
        if bytes.first == UInt8(ascii: "}") {
            bytes.removeFirst()
            return .list([])
        }
        while let first = bytes.first {
            if first == UInt8(ascii: "{") {
                guard let inner = read(&bytes) else { return nil }
                items.append(inner)
            } else {
                items.append(readElement(&bytes))
            }
            guard let separator = bytes.popFirst() else { return nil }
            if separator == UInt8(ascii: "}") { return .list(items) }
            guard separator == UInt8(ascii: ",") else { return nil }
        }
        return nil
    }

    private static func readElement(_ bytes: inout ArraySlice<UInt8>) -> PostgresArray {
        var content: [UInt8] = []
        guard bytes.first == UInt8(ascii: "\"") else {
            while let byte = bytes.first, byte != UInt8(ascii: ","), byte != UInt8(ascii: "}") {
                content.append(byte)
                bytes.removeFirst()
            }
            let text = String(decoding: content, as: UTF8.self)
            return text == "NULL" ? .null : .element(text)
        }
        bytes.removeFirst()
        while let byte = bytes.popFirst() {
            if byte == UInt8(ascii: "\\") {
                if let next = bytes.popFirst() { content.append(next) }
            } else if byte == UInt8(ascii: "\"") {
                break
            } else {
                content.append(byte)
            }
        }
        return .element(String(decoding: content, as: UTF8.self))
    }

    /// The array as Python's `json.dumps` writes the list that psycopg2 makes of it.
    func json(_ element: (String) -> String) -> String {
        switch self {
        case .null: "null"
        case .element(let text): element(text)
        case .list(let items): "[\(items.map { $0.json(element) }.joined(separator: ", "))]"
        }
    }
}
