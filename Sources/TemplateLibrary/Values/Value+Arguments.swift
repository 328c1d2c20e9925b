internal import Jinja

/// How Python's own functions read their arguments.
extension Value {
    /// The number of an argument that must be an integer.
    func index() throws(TemplateError) -> Int {
        if let int { return int }
        if case .bigInt = self { throw TemplateError(.overflow, "Python int too large to convert to C int") }
        throw TemplateError(.type, "'\(typeName)' object cannot be interpreted as an integer")
    }

    /// The text of an argument that must be a string.
    func argumentText(of function: String, _ position: Int = 1) throws(TemplateError) -> Text {
        if let text { return text }
        throw TemplateError(.type, "\(function)() argument \(position) must be str, not \(typeName)")
    }

    /// The number of an argument that may be an integer or a float; nil for everything else.
    var real: Double? {
        if case .float(let number) = self { return number }
        if case .bigInt(let number) = self { return number.double }
        return int.map(Double.init)
    }

    /// Nil for Python's None, which many functions take for an argument that is not given.
    var unlessNull: Value? {
        if case .null = self { return nil }
        return self
    }
}

extension Optional where Wrapped == Value {
    /// The value, unless none was given or it is Python's None.
    var given: Value? { self?.unlessNull }

    func index(default value: Int) throws(TemplateError) -> Int {
        guard let self else { return value }
        return try self.index()
    }
}
