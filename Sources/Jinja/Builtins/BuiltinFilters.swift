/// Jinja2's own filters.
/// Source: jinja2/filters.py.
enum BuiltinFilters {
    static let all: [String: Environment.Filter] = {
        var filters: [String: Environment.Filter] = [:]
        filters.merge(StringFilters.all) { $1 }
        filters.merge(SequenceFilters.all) { $1 }
        filters.merge(SelectionFilters.all) { $1 }
        filters.merge(NumberFilters.all) { $1 }
        filters.merge(HTMLFilters.all) { $1 }
        return filters
    }()

    /// A filter with a signature: its body gets one value or nil for each parameter.
    static func make(
        _ function: String, required: [String] = [], optional: [String] = [], needsContext: Bool = false,
        _ body: @escaping @Sendable (Value, BoundArguments, Renderer) throws(TemplateError) -> Value
    ) -> Environment.Filter {
        let signature = Signature(function, required: required, optional: optional)
        var filter = Environment.Filter(needsContext: needsContext) {
            value, arguments, renderer throws(TemplateError) in
            try body(value, signature.bound(arguments), renderer)
        }
        filter.signed = Environment.Filter.Signed(signature, body)
        return filter
    }
}

extension Value {
    /// `soft_str`: strings stay what they are, other values are printed.
    func softString() throws(TemplateError) -> Text {
        if case .string(let text) = self { return text }
        return try str()
    }

    /// The text of a value that must be a string.
    func requireText(_ what: String) throws(TemplateError) -> Text {
        switch self {
        case .string(let text): return text
        case .undefined(let undefined): throw undefined.error
        case .object(let object):
            if let text = object.textValue { return text }
            fallthrough
        default: throw TemplateError(.attribute, "'\(typeName)' object has no attribute '\(what)'")
        }
    }
}
