public import Diagnostics

/// A column of a relation with its type, as dbt's `Column` has it.
///
/// Source: dbt-core 1.11, Column.
public struct DatabaseColumn: Sendable, Hashable {
    public var name: String
    /// The type's name without size: `character varying`.
    public var dtype: String
    public var characterSize: Int?
    public var numericPrecision: Int?
    public var numericScale: Int?

    public init(
        name: String, dtype: String, characterSize: Int? = nil, numericPrecision: Int? = nil, numericScale: Int? = nil
    ) {
        self.name = name
        self.dtype = dtype
        self.characterSize = characterSize
        self.numericPrecision = numericPrecision
        self.numericScale = numericScale
    }

    /// Reads a type such as `character varying(10)` or `numeric(10,2)`.
    public init(name: String, description: String) throws(Diagnostic) {
        guard let open = description.firstIndex(of: "(") else {
            guard !description.isEmpty else { throw Self.unreadable(description) }
            self.init(name: name, dtype: description)
            return
        }
        let dtype = String(description[..<open])
        guard !dtype.isEmpty else { throw Self.unreadable(description) }
        guard let close = description[open...].firstIndex(of: ")") else {
            self.init(name: name, dtype: dtype)
            return
        }
        let parts = description[description.index(after: open)..<close].split(
            separator: ",", omittingEmptySubsequences: false)
        var numbers: [Int] = []
        for part in parts where parts.count <= 2 {
            guard let number = Int(String(part).filter { $0 != " " }) else {
                throw Diagnostic(
                    .columnTypeUnreadable,
                    "Could not interpret data_type \"\(description)\": could not convert \"\(part)\" to an integer",
                    family: .runtime)
            }
            numbers.append(number)
        }
        self.init(name: name, dtype: dtype)
        if numbers.count == 1 { characterSize = numbers[0] }
        if numbers.count == 2 { (numericPrecision, numericScale) = (numbers[0], numbers[1]) }
    }

    private static func unreadable(_ description: String) -> Diagnostic {
        Diagnostic(.columnTypeUnreadable, "Could not interpret data type \"\(description)\"", family: .runtime)
    }

    public var quoted: String { Relation.quoted(name) }

    public var isString: Bool { Self.stringTypes.contains(dtype.lowercased()) }
    public var isFloat: Bool { Self.floatTypes.contains(dtype.lowercased()) }
    public var isInteger: Bool { Self.integerTypes.contains(dtype.lowercased()) }
    public var isNumeric: Bool { dtype.lowercased() == "numeric" || dtype.lowercased() == "decimal" }
    public var isNumber: Bool { isInteger || isNumeric || isFloat }

    private static let stringTypes: Set = ["text", "character varying", "character", "varchar"]
    private static let floatTypes: Set = ["real", "float4", "float", "double precision", "float8", "double"]
    private static let integerTypes: Set = [
        "smallint", "integer", "bigint", "smallserial", "serial", "bigserial", "int2", "int4", "int8", "serial2",
        "serial4", "serial8",
    ]

    /// The type as DDL needs it: with size, or precision and scale.
    public var dataType: String {
        let lowered = dtype.lowercased()
        if lowered == "text" || (lowered == "character varying" && characterSize == nil) { return dtype }
        if isString { return Self.stringType(size: dtype == "text" ? 256 : characterSize ?? 256) }
        if isNumeric { return Self.numericType(dtype, precision: numericPrecision, scale: numericScale) }
        return dtype
    }

    /// How many characters fit; 256 when nothing is known.
    /// - Throws: when the type is not one of text.
    public func stringSize() throws(Diagnostic) -> Int {
        guard isString else {
            throw Diagnostic(.columnNotString, "Called string_size() on non-string field!", family: .runtime)
        }
        return dtype == "text" ? 256 : characterSize ?? 256
    }

    /// Whether both hold text and `other` has more room.
    public func canExpand(to other: DatabaseColumn) throws(Diagnostic) -> Bool {
        guard isString, other.isString else { return false }
        return try other.stringSize() > stringSize()
    }

    public static func stringType(size: Int) -> String { "character varying(\(size))" }

    public static func numericType(_ dtype: String, precision: Int?, scale: Int?) -> String {
        guard let precision, let scale else { return dtype }
        return "\(dtype)(\(precision),\(scale))"
    }

    /// dbt's portable type names: only `string`, in any case, means something else here.
    public static func translateType(_ dtype: String) -> String {
        dtype.uppercased() == "STRING" ? "TEXT" : dtype
    }
}
