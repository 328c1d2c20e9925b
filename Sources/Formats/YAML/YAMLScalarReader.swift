/// Turns the text of a scalar into its value.
///
/// Source: the `construct_yaml_…` functions of PyYAML 6.0's `SafeConstructor`.
enum YAMLScalarReader {
    /// What Python says when the text does not fit the kind that a tag or its form promises.
    struct Failure: Error { let problem: String }

    static func value(_ text: String, _ kind: YAMLScalar.Kind) throws(Failure) -> DataValue {
        switch kind {
        case .string: return .string(text)
        case .null: return .null
        case .bool: return .bool(try bool(text))
        case .int: return try int(text)
        case .float: return .float(try float(text))
        case .date, .timestamp:
            guard let parts = YAMLTimestamp(Array(text.utf8).span) else {
                throw Failure(problem: "'\(text)' is not a timestamp")
            }
            if let problem = parts.problem { throw Failure(problem: problem) }
            return parts.hasTime ? .timestamp(parts.isoText) : .date(parts.isoText)
        }
    }

    private static func bool(_ text: String) throws(Failure) -> Bool {
        switch text.lowercased() {
        case "yes", "true", "on": return true
        case "no", "false", "off": return false
        default: throw Failure(problem: "'\(text)' is not a boolean")
        }
    }

    private static func int(_ text: String) throws(Failure) -> DataValue {
        var digits = text.utf8.filter { $0 != UInt8(ascii: "_") }[...]
        let isNegative = digits.first == UInt8(ascii: "-")
        if isNegative || digits.first == UInt8(ascii: "+") { digits = digits.dropFirst() }
        let base: Int
        switch (digits.first, digits.dropFirst().first) {
        case (UInt8(ascii: "0"), nil): return .int(0)
        case (UInt8(ascii: "0"), UInt8(ascii: "b")): (base, digits) = (2, digits.dropFirst(2))
        case (UInt8(ascii: "0"), UInt8(ascii: "x")): (base, digits) = (16, digits.dropFirst(2))
        case (UInt8(ascii: "0"), _): base = 8
        default: base = 10
        }
        if base == 10, digits.contains(UInt8(ascii: ":")) {
            var total = DecimalDigits()
            for part in digits.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false) {
                guard let value = Int(String(decoding: part, as: UTF8.self)) else { throw invalid(text, 10) }
                total.multiply(by: 60, adding: value)
            }
            return total.value(isNegative: isNegative)
        }
        let plain = String(decoding: digits, as: UTF8.self)
        if let value = Int(isNegative ? "-" + plain : plain, radix: base) { return .int(value) }
        var total = DecimalDigits()
        for byte in digits {
            guard let digit = Character(UnicodeScalar(byte)).hexDigitValue, digit < base else {
                throw invalid(text, base)
            }
            total.multiply(by: base, adding: digit)
        }
        guard !digits.isEmpty else { throw invalid(text, base) }
        return total.value(isNegative: isNegative)
    }

    private static func invalid(_ text: String, _ base: Int) -> Failure {
        Failure(problem: "invalid literal for int() with base \(base): '\(text)'")
    }

    private static func float(_ text: String) throws(Failure) -> Double {
        var plain = text.filter { $0 != "_" }.lowercased()[...]
        let sign = plain.first == "-" ? -1.0 : 1.0
        if plain.first == "-" || plain.first == "+" { plain = plain.dropFirst() }
        if plain == ".inf" { return sign * .infinity }
        if plain == ".nan" { return .nan }
        var total = 0.0
        for part in plain.split(separator: ":", omittingEmptySubsequences: false) {
            guard let value = Double(part.hasSuffix(".") ? part + "0" : part) else {
                throw Failure(problem: "could not convert string to float: '\(text)'")
            }
            total = total * 60 + value
        }
        return sign * total
    }
}

/// A non-negative integer of any size, grown digit by digit, for the few numbers beyond 64 bits.
struct DecimalDigits {
    /// Groups of nine decimal digits, the lowest first.
    private var groups: [Int] = []

    mutating func multiply(by factor: Int, adding value: Int) {
        var carry = value
        for index in groups.indices {
            let product = groups[index] * factor + carry
            groups[index] = product % 1_000_000_000
            carry = product / 1_000_000_000
        }
        while carry > 0 {
            groups.append(carry % 1_000_000_000)
            carry /= 1_000_000_000
        }
    }

    func value(isNegative: Bool) -> DataValue {
        guard let highest = groups.last else { return .int(0) }
        let rest = groups.dropLast().reversed().map { group in
            let text = String(group)
            return String(repeating: "0", count: 9 - text.utf8.count) + text
        }
        let text = (isNegative ? "-" : "") + String(highest) + rest.joined()
        return Int(text).map(DataValue.int) ?? .bigInt(text)
    }
}
