internal import Formats

/// Writes or reads the fields of a value, one after the other.
///
/// One function a type visits its fields for both directions, so that what is written and what is read cannot differ.
protocol CacheCoder {
    mutating func int(_ value: inout Int)
    mutating func double(_ value: inout Double)
    mutating func string(_ value: inout String)
    mutating func strings(_ value: inout [String])
    mutating func mapping(_ value: inout DataMapping)
    mutating func value(_ value: inout DataValue)
    /// A list of any length; `blank` is what an element is before it is read.
    mutating func list<Element>(_ list: inout [Element], blank: Element, _ element: (inout Element, inout Self) -> Void)
}

extension CacheCoder {
    mutating func bool(_ flag: inout Bool) {
        var number = flag ? 1 : 0
        int(&number)
        flag = number != 0
    }

    mutating func optional<Wrapped>(
        _ value: inout Wrapped?, blank: Wrapped, _ wrapped: (inout Wrapped, inout Self) -> Void
    ) {
        var isThere = value != nil
        bool(&isThere)
        guard isThere else { return value = nil }
        var inner = value ?? blank
        wrapped(&inner, &self)
        value = inner
    }

    mutating func text(_ text: inout String?) { optional(&text, blank: "") { $1.string(&$0) } }

    mutating func texts(_ texts: inout [String]?) { optional(&texts, blank: []) { $1.strings(&$0) } }

    /// A value that is known by a text.
    mutating func raw<Value: RawRepresentable<String>>(_ value: inout Value) {
        var text = value.rawValue
        string(&text)
        value = Value(rawValue: text) ?? value
    }
}
