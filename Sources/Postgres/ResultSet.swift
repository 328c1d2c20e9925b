internal import CLibPQ

/// What one statement gave: its command tag, its columns, and its rows, copied out of libpq.
///
/// Values are kept as the server's text in one block of bytes, and become strings only when they are asked for.
public struct ResultSet: Sendable {
    /// One column of a result.
    public struct Column: Sendable, Hashable {
        public var name: String
        /// The type's OID in `pg_type`; the fixed ones are in `TypeOID`.
        public var typeOID: UInt32
        /// Length or precision, as in `pg_attribute.atttypmod`; -1 when there is none.
        public var typeModifier: Int32
    }

    public let columns: [Column]
    public let rowCount: Int
    /// How PostgreSQL names what it did: `SELECT 3`, `CREATE VIEW`, `INSERT 0 1`.
    public let commandTag: String
    /// How many rows the command touched; -1 for commands without such a number, as psycopg2 has it.
    public let affectedRows: Int

    private let bytes: [UInt8]
    /// Where each value ends in `bytes`, row by row; the complement of it for NULL.
    private let ends: [Int]

    /// A result without columns and rows.
    public init(commandTag: String = "", affectedRows: Int = -1) {
        columns = []
        rowCount = 0
        self.commandTag = commandTag
        self.affectedRows = affectedRows
        bytes = []
        ends = []
    }

    /// A result of given texts, as a server would send it; nil is NULL.
    public init(columns: [Column], rows: [[String?]], commandTag: String? = nil) {
        self.columns = columns
        rowCount = rows.count
        self.commandTag = commandTag ?? "SELECT \(rows.count)"
        affectedRows = rows.count
        var bytes: [UInt8] = []
        var ends: [Int] = []
        for value in rows.joined() {
            if let value { bytes += value.utf8 }
            ends.append(value == nil ? ~bytes.count : bytes.count)
        }
        self.bytes = bytes
        self.ends = ends
    }

    /// - Parameter limit: the most rows to copy; nil copies all.
    init(_ result: OpaquePointer?, limit: Int?) {
        let width = unsafe PQnfields(result)
        let all = Int(unsafe PQntuples(result))
        let height = min(all, limit ?? all)
        columns = (0..<width).map { column in
            unsafe Column(
                name: String(cString: PQfname(result, column)), typeOID: PQftype(result, column),
                typeModifier: PQfmod(result, column))
        }
        rowCount = height
        commandTag = unsafe String(cString: PQcmdStatus(result))
        affectedRows = unsafe Int(String(cString: PQcmdTuples(result))) ?? (width > 0 ? all : -1)

        var ends: [Int] = []
        ends.reserveCapacity(height * Int(width))
        var total = 0
        for row in 0..<Int32(height) {
            for column in 0..<width {
                total += Int(unsafe PQgetlength(result, row, column))
                ends.append(unsafe PQgetisnull(result, row, column) == 1 ? ~total : total)
            }
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(total)
        for row in 0..<Int32(height) {
            for column in 0..<width {
                let length = Int(unsafe PQgetlength(result, row, column))
                guard length > 0, let value = unsafe PQgetvalue(result, row, column) else { continue }
                unsafe bytes.append(contentsOf: UnsafeRawBufferPointer(start: value, count: length))
            }
        }
        self.ends = ends
        self.bytes = bytes
    }

    public func isNull(row: Int, column: Int) -> Bool {
        ends[row * columns.count + column] < 0
    }

    /// The value's text; nil for NULL.
    public func string(row: Int, column: Int) -> String? {
        guard let range = range(row: row, column: column) else { return nil }
        return String(decoding: bytes[range], as: UTF8.self)
    }

    /// The value's text as bytes; nil for NULL.
    public func bytes(row: Int, column: Int) -> ArraySlice<UInt8>? {
        range(row: row, column: column).map { bytes[$0] }
    }

    /// The value as an integer; nil for NULL and for text that is none.
    public func int(row: Int, column: Int) -> Int? {
        string(row: row, column: column).flatMap { Int($0) }
    }

    /// The value as a truth value: `t` is true, `f` false, all else nil.
    public func bool(row: Int, column: Int) -> Bool? {
        switch bytes(row: row, column: column)?.first {
        case UInt8(ascii: "t"): true
        case UInt8(ascii: "f"): false
        default: nil
        }
    }

    /// All rows as texts; nil is NULL.
    public var rows: [[String?]] {
        (0..<rowCount).map { row in columns.indices.map { string(row: row, column: $0) } }
    }

    private func range(row: Int, column: Int) -> Range<Int>? {
        let index = row * columns.count + column
        let end = ends[index]
        guard end >= 0 else { return nil }
        guard index > 0 else { return 0..<end }
        let before = ends[index - 1]
        return (before >= 0 ? before : ~before)..<end
    }
}
