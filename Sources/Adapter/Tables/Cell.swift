/// One value of a table, as a driver or a CSV file gave it.
public enum Cell: Sendable, Hashable {
    case null
    case bool(Bool)
    case int(Int)
    /// A Python `Decimal`, as the text that `str()` gives it: `1.50`, `1E+20`, `NaN`.
    case number(String)
    /// `2024-01-31`.
    case date(String)
    /// As Python's `str()` gives it: `2024-01-31 10:00:00.500000+02:00`.
    case timestamp(String)
    case text(String)

    public var isNull: Bool { self == .null }

    /// What Python's `str()` gives; nil for NULL.
    public var string: String? {
        switch self {
        case .null: nil
        case .bool(let flag): flag ? "True" : "False"
        case .int(let number): String(number)
        case .number(let text), .date(let text), .timestamp(let text), .text(let text): text
        }
    }

    /// The value of an integer, or of a number without a fraction.
    public var int: Int? {
        switch self {
        case .int(let number): number
        case .bool(let flag): flag ? 1 : 0
        case .number(let text), .text(let text): Int(text)
        default: nil
        }
    }
}
