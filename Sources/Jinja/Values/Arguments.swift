/// The arguments of one call.
public struct Arguments {
    /// Positional arguments, in order.
    public var positional: [Value]
    /// Keyword arguments, in the order of the call; names are distinct.
    public var keyword: [(name: String, value: Value)]

    @inlinable
    public init(_ positional: [Value] = [], keyword: [(name: String, value: Value)] = []) {
        self.positional = positional
        self.keyword = keyword
    }

    @inlinable public var isEmpty: Bool { positional.isEmpty && keyword.isEmpty }
    @inlinable public var count: Int { positional.count + keyword.count }

    /// The keyword argument `name`, or nil.
    public subscript(name: String) -> Value? {
        for argument in keyword where argument.name == name { return argument.value }
        return nil
    }

    /// Removes the keyword argument `name` and gives its value.
    public mutating func take(_ name: String) -> Value? {
        guard let index = keyword.firstIndex(where: { $0.name == name }) else { return nil }
        return keyword.remove(at: index).value
    }

    /// Raises Python's error unless there are no keyword arguments: most built-in functions take none.
    public func refuseKeywords(_ function: String) throws(TemplateError) {
        guard keyword.isEmpty else { throw TemplateError(.type, "\(function)() takes no keyword arguments") }
    }
}

/// One value for each parameter of a function, nil where none was given.
struct BoundArguments {
    /// The arguments of a call that names none of them, which need no place of their own.
    private let positional: [Value]
    private let named: [Value?]

    subscript(index: Int) -> Value? {
        if index < positional.count { return positional[index] }
        return index < named.count ? named[index] : nil
    }

    init(positional: [Value]) {
        self.positional = positional
        named = []
    }

    init(named: [Value?]) {
        positional = []
        self.named = named
    }
}

/// The parameters of a function: binds arguments as Python does, with its errors.
///
/// ```swift
/// let signature = Signature("env_var", required: ["var"], optional: ["default"])
/// let bound = try signature.bind(arguments)   // bound[0]: Value?, bound[1]: Value? (nil: not given)
/// ```
public struct Signature: Sendable {
    public let function: String
    public let parameters: [String]
    public let requiredCount: Int
    /// Names that can be given by keyword only; they follow `parameters` in the bound values.
    public let keywordOnly: [String]

    public init(
        _ function: String, required: [String] = [], optional: [String] = [], keywordOnly: [String] = []
    ) {
        self.function = function
        self.parameters = required + optional
        self.requiredCount = required.count
        self.keywordOnly = keywordOnly
    }

    /// As `bind`, without an array of its own for the usual call.
    func bound(_ arguments: Arguments) throws(TemplateError) -> BoundArguments {
        let count = arguments.positional.count
        if arguments.keyword.isEmpty, count >= requiredCount, count <= parameters.count {
            return BoundArguments(positional: arguments.positional)
        }
        return BoundArguments(named: try bind(arguments))
    }

    /// One value for each parameter, nil where none was given; required ones are never nil.
    /// - Throws: Python's type error for a missing, surplus, unknown or repeated argument.
    public func bind(_ arguments: Arguments) throws(TemplateError) -> [Value?] {
        guard arguments.positional.count <= parameters.count else {
            let expected =
                requiredCount == parameters.count
                ? "\(parameters.count) positional argument\(parameters.count == 1 ? "" : "s")"
                : "from \(requiredCount) to \(parameters.count) positional arguments"
            let count = arguments.positional.count
            throw TemplateError(
                .type, "\(function)() takes \(expected) but \(count) \(count == 1 ? "was" : "were") given")
        }
        var bound = [Value?](repeating: nil, count: parameters.count + keywordOnly.count)
        for (index, value) in arguments.positional.enumerated() { bound[index] = value }
        for (name, value) in arguments.keyword {
            if let index = parameters.firstIndex(of: name) {
                guard bound[index] == nil else {
                    throw TemplateError(.type, "\(function)() got multiple values for argument '\(name)'")
                }
                bound[index] = value
            } else if let index = keywordOnly.firstIndex(of: name) {
                bound[parameters.count + index] = value
            } else {
                throw TemplateError(.type, "\(function)() got an unexpected keyword argument '\(name)'")
            }
        }
        guard bound.prefix(requiredCount).contains(where: { $0 == nil }) else { return bound }
        let missing = parameters.prefix(requiredCount).enumerated().filter { bound[$0.offset] == nil }.map {
            "'\($0.element)'"
        }
        throw TemplateError(
            .type,
            "\(function)() missing \(missing.count) required positional argument\(missing.count == 1 ? "" : "s"): "
                + Self.enumerate(missing))
    }

    /// `'a'`, `'a' and 'b'`, `'a', 'b', and 'c'`.
    private static func enumerate(_ names: [String]) -> String {
        switch names.count {
        case 0, 1: names.first ?? ""
        case 2: "\(names[0]) and \(names[1])"
        default: names.dropLast().joined(separator: ", ") + ", and " + names[names.count - 1]
        }
    }
}
