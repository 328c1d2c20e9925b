/// The methods of Python's built-in types.
enum Methods {
    /// Every name of a method of `str`, `list`, `dict`, `tuple`, `set`, `int`, `float` and `Decimal`.
    enum Name: String, Sendable, CaseIterable {
        case capitalize, casefold, center, count, encode, endswith, expandtabs, find, format, format_map, index, isalnum
        case isalpha, isascii, isdecimal, isdigit, isidentifier, islower, isnumeric, isprintable, isspace, istitle,
            isupper
        case join, ljust, lower, lstrip, maketrans, partition, removeprefix, removesuffix, replace, rfind, rindex, rjust
        case rpartition, rsplit, rstrip, split, splitlines, startswith, strip, swapcase, title, translate, upper, zfill
        case append, clear, copy, extend, insert, pop, remove, reverse, sort
        case fromkeys, get, items, keys, popitem, setdefault, update, values
        case add, difference, difference_update, discard, intersection, intersection_update, isdisjoint, issubset
        case issuperset, symmetric_difference, symmetric_difference_update, union
        case as_integer_ratio, bit_count, bit_length, conjugate, from_bytes, to_bytes, fromhex, hex, is_integer
        case quantize, as_tuple, is_nan, is_zero, is_signed, normalize, to_integral_value, adjusted, sqrt
        case unescape, striptags, escape

        /// Found by hash: the initialiser compares with one name after the other.
        static let byText = Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) })
    }

    /// Whether values of this type have the method.
    static func has(_ value: Value, _ name: Name) -> Bool {
        switch value {
        case .string(let text):
            switch name {
            case .capitalize, .casefold, .center, .count, .encode, .endswith, .expandtabs, .find, .format, .format_map,
                .index, .isalnum, .isalpha, .isascii, .isdecimal, .isdigit, .isidentifier, .islower, .isnumeric,
                .isprintable, .isspace, .istitle, .isupper, .join, .ljust, .lower, .lstrip, .maketrans, .partition,
                .removeprefix, .removesuffix, .replace, .rfind, .rindex, .rjust, .rpartition, .rsplit, .rstrip, .split,
                .splitlines, .startswith, .strip, .swapcase, .title, .translate, .upper, .zfill:
                return true
            case .unescape, .striptags, .escape: return text.marker == .markup
            default: return false
            }
        case .list:
            switch name {
            case .append, .clear, .copy, .count, .extend, .index, .insert, .pop, .remove, .reverse, .sort: return true
            default: return false
            }
        case .dict:
            switch name {
            case .clear, .copy, .fromkeys, .get, .items, .keys, .pop, .popitem, .setdefault, .update, .values:
                return true
            default: return false
            }
        case .tuple: return name == .count || name == .index
        case .set(let set):
            switch name {
            case .copy, .difference, .intersection, .isdisjoint, .issubset, .issuperset, .symmetric_difference, .union:
                return true
            case .add, .clear, .difference_update, .discard, .intersection_update, .pop, .remove,
                .symmetric_difference_update, .update:
                return !set.isFrozen
            default: return false
            }
        case .int, .bool, .bigInt:
            switch name {
            case .as_integer_ratio, .bit_count, .bit_length, .conjugate, .from_bytes, .to_bytes: return true
            default: return false
            }
        case .float:
            switch name {
            case .as_integer_ratio, .conjugate, .fromhex, .hex, .is_integer: return true
            default: return false
            }
        case .decimal:
            switch name {
            case .quantize, .as_tuple, .is_nan, .is_zero, .is_signed, .normalize, .to_integral_value, .adjusted, .sqrt,
                .as_integer_ratio, .conjugate:
                return true
            default: return false
            }
        case .undefined, .null, .object: return false
        }
    }

    /// The method as a value: `value.name` without a call.
    static func bound(_ value: Value, _ name: Name) -> Value {
        .object(BoundMethod(value, name))
    }

    /// Calls a method that `has` says exists.
    static func call(_ value: Value, _ name: Name, _ arguments: Arguments, _ renderer: Renderer) throws(TemplateError)
        -> Value
    {
        switch value {
        case .string(let text): try StringMethods.call(text, name, arguments, renderer)
        case .list(let list): try ListMethods.call(list, name, arguments, renderer)
        case .dict(let dict): try DictMethods.call(dict, name, arguments)
        case .tuple(let tuple): try ListMethods.call(tuple.items, name, arguments, "tuple")
        case .set(let set): try SetMethods.call(set, name, arguments)
        default: try NumberMethods.call(value, name, arguments)
        }
    }
}

/// A method of a built-in value that was looked up but not called yet.
final class BoundMethod: Object {
    private let value: Value
    private let name: Methods.Name

    init(_ value: Value, _ name: Methods.Name) {
        self.value = value
        self.name = name
    }

    override var typeName: String { isFormat ? "function" : "builtin_function_or_method" }

    /// The sandbox replaces these two by functions of its own.
    private var isFormat: Bool { name == .format || name == .format_map }
    override var isCallable: Bool { true }

    override func attribute(_ name: String) throws(TemplateError) -> Value? {
        nil
    }

    override func call(_ arguments: Arguments, _ renderer: Renderer) throws(TemplateError) -> Value {
        try Methods.call(value, name, arguments, renderer)
    }

    override func isEqual(to other: Value) throws(TemplateError) -> Bool {
        guard case .object(let object) = other, let method = object as? BoundMethod else { return false }
        return name == method.name ? try value.isEqual(to: method.value) : false
    }

    override func repr() throws(TemplateError) -> Text {
        let address = address
        if isFormat { return Text("<function str.\(name.rawValue) at \(address)>") }
        return Text("<built-in method \(name.rawValue) of \(value.typeName) object at \(address)>")
    }
}

/// Helpers to read the arguments of built-in methods with Python's messages.
struct MethodArguments {
    let function: String
    let values: [Value]
    let keyword: [(name: String, value: Value)]

    /// - Parameter keywords: the names that may be given by keyword; others raise.
    init(_ function: String, _ arguments: Arguments, _ counts: ClosedRange<Int>, keywords: [String] = [])
        throws(TemplateError)
    {
        self.function = function
        if !arguments.keyword.isEmpty {
            guard !keywords.isEmpty else { throw TemplateError(.type, "\(function)() takes no keyword arguments") }
            for (name, _) in arguments.keyword where !keywords.contains(name) {
                throw TemplateError(
                    .type, "'\(name)' is an invalid keyword argument for \(function.split(separator: ".").last ?? "")()"
                )
            }
        }
        let count = arguments.positional.count
        guard counts.contains(count) else {
            if counts.lowerBound == counts.upperBound {
                let expected =
                    counts.lowerBound == 0
                    ? "no arguments"
                    : counts.lowerBound == 1 ? "exactly one argument" : "exactly \(counts.lowerBound) arguments"
                throw TemplateError(.type, "\(function)() takes \(expected) (\(count) given)")
            }
            let bound = count < counts.lowerBound ? "at least \(counts.lowerBound)" : "at most \(counts.upperBound)"
            throw TemplateError(
                .type,
                "\(function.split(separator: ".").last ?? "") expected \(bound) argument\(bound.hasSuffix(" 1") ? "" : "s"), got \(count)"
            )
        }
        values = arguments.positional
        keyword = arguments.keyword
    }

    /// The argument at a position or of a keyword.
    func value(_ index: Int, _ name: String? = nil) -> Value? {
        if index < values.count { return values[index] }
        guard let name else { return nil }
        return keyword.first { $0.name == name }?.value
    }

    func text(_ index: Int) throws(TemplateError) -> Text {
        guard index < values.count, case .string(let text) = values[index] else {
            throw TemplateError(
                .type,
                "\(function)() argument \(index + 1) must be str, not \(index < values.count ? values[index].typeName : "nothing")"
            )
        }
        return text
    }

    func int(_ index: Int, _ name: String? = nil) throws(TemplateError) -> Int? {
        guard let value = value(index, name) else { return nil }
        return try Self.int(value)
    }

    static func int(_ value: Value) throws(TemplateError) -> Int {
        if let number = value.int { return number }
        if case .bigInt = value { throw TemplateError(.overflow, "Python int too large to convert to C ssize_t") }
        throw TemplateError(.type, "'\(value.typeName)' object cannot be interpreted as an integer")
    }

    /// Start and end positions that follow other arguments, as slices bound them.
    func bounds(from index: Int, count: Int) throws(TemplateError) -> (start: Int, end: Int) {
        let start = try bound(value(index), 0, count)
        let end = try bound(value(index + 1), count, count)
        return (start, end)
    }

    private func bound(_ value: Value?, _ missing: Int, _ count: Int) throws(TemplateError) -> Int {
        guard let value, !value.isNone else { return missing }
        let number: Int
        if case .bigInt(let big) = value {
            number = big.isNegative ? -Int.max : Int.max
        } else {
            guard let small = value.int else {
                throw TemplateError(.type, "slice indices must be integers or None or have an __index__ method")
            }
            number = small
        }
        return number < 0 ? max(0, number + count) : number
    }
}
