internal import Formats

extension DataValue {
    /// The text that Python's `str()` gives: `True`, `None`, `1.5`, `['a', None]`.
    var pythonText: String {
        switch self {
        case .string(let text): text
        case .timestamp(let text): text.replacingFirst("T", with: " ")
        case .date(let text): text
        default: pythonRepr
        }
    }

    /// The text that Python's `repr()` gives: as `pythonText`, but strings in quotes.
    var pythonRepr: String {
        switch self {
        case .null: "None"
        case .bool(let flag): flag ? "True" : "False"
        case .int(let number): "\(number)"
        case .bigInt(let digits): digits
        case .float(let number): "\(number)"
        case .string(let text): Self.quoted(text)
        case .date(let text), .timestamp(let text): Self.datetimeRepr(text)
        case .list(let items): "[\(items.map(\.pythonRepr).joined(separator: ", "))]"
        case .mapping(let entries):
            "{\(entries.map { "\(Self.quoted($0.key)): \($0.value.pythonRepr)" }.joined(separator: ", "))}"
        }
    }

    /// Single quotes, unless the text has such quotes and no double ones.
    private static func quoted(_ text: String) -> String {
        let quote: Unicode.Scalar = text.contains("'") && !text.contains("\"") ? "\"" : "'"
        var result = String(quote)
        for scalar in text.unicodeScalars {
            switch scalar {
            case quote, "\\": result += "\\\(scalar)"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            default:
                if scalar.value < 32 || (127...160).contains(scalar.value) || scalar.value == 173 {
                    let digits = String(scalar.value, radix: 16)
                    result += "\\x\(digits.utf8.count < 2 ? "0" : "")\(digits)"
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        return result + String(quote)
    }

    private static func datetimeRepr(_ iso: String) -> String {
        let numbers = iso.split { !$0.isNumber }.compactMap { Int($0) }.map(String.init)
        let name = numbers.count > 3 ? "datetime.datetime" : "datetime.date"
        return "\(name)(\(numbers.joined(separator: ", ")))"
    }
}

extension String {
    func replacingFirst(_ old: Character, with new: Character) -> String {
        guard let index = firstIndex(of: old) else { return self }
        return String(self[..<index]) + String(new) + String(self[self.index(after: index)...])
    }
}

extension DataValue {
    /// Whether Python's `if` takes the value for true.
    var isTruthy: Bool {
        switch self {
        case .null: false
        case .bool(let flag): flag
        case .int(let number): number != 0
        case .bigInt, .date, .timestamp: true
        case .float(let number): number != 0
        case .string(let text): !text.isEmpty
        case .list(let items): !items.isEmpty
        case .mapping(let entries): !entries.isEmpty
        }
    }

    /// The name of the value's type in Python.
    var pythonTypeName: String {
        switch self {
        case .null: "NoneType"
        case .bool: "bool"
        case .int, .bigInt: "int"
        case .float: "float"
        case .string: "str"
        case .date: "datetime.date"
        case .timestamp: "datetime.datetime"
        case .list: "list"
        case .mapping: "dict"
        }
    }
}
