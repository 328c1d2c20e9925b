internal import Diagnostics
internal import Formats

/// Which values a property may have: the part of JSON schema that dbt's classes for properties use.
indirect enum EntryShape: Sendable {
    case text, integer, number, flag, null
    /// What is checked elsewhere, or not at all.
    case anything
    /// A mapping of whatever.
    case mapping
    case list(EntryShape)
    case oneOf([String])
    case object(ObjectShape)
    case any([EntryShape])

    static func optional(_ shape: EntryShape) -> EntryShape { .any([shape, .null]) }
    static let optionalText = optional(.text)
    /// One filter, several, or none.
    static let filter = any([.text, .list(.text), .null])

    /// What does not fit: where, and jsonschema's sentence.
    struct Misfit {
        var path: [EntryReader.Step]
        var reason: String
    }

    /// The first misfit of `value`; nil when it fits.
    func misfit(of value: DataValue, at path: [EntryReader.Step] = []) -> Misfit? {
        switch self {
        case .text: require(value.string != nil, value, "string", path)
        case .integer: require(value.isWhole, value, "integer", path)
        case .number: require(value.isNumber, value, "number", path)
        case .flag: require(value.bool != nil, value, "boolean", path)
        case .null: require(value.isNull, value, "null", path)
        case .anything: nil
        case .mapping: require(value.mapping != nil, value, "object", path)
        case .list(let item): misfit(ofItemsOf: value, item, path)
        case .oneOf(let names):
            names.contains(value.string ?? "")
                ? nil
                : Misfit(
                    path: path, reason: "\(value.pythonRepr) is not one of \(DataValue.strings(names).pythonRepr)")
        case .object(let shape): shape.misfit(of: value, at: path)
        case .any(let shapes):
            shapes.contains { $0.misfit(of: value) == nil }
                ? nil
                : Misfit(path: path, reason: "\(value.pythonRepr) is not valid under any of the given schemas")
        }
    }

    private func require(_ fits: Bool, _ value: DataValue, _ type: String, _ path: [EntryReader.Step]) -> Misfit? {
        fits ? nil : Misfit(path: path, reason: "\(value.pythonRepr) is not of type '\(type)'")
    }

    private func misfit(ofItemsOf value: DataValue, _ item: EntryShape, _ path: [EntryReader.Step]) -> Misfit? {
        guard let items = value.list else { return require(false, value, "array", path) }
        for (index, element) in items.enumerated() {
            if let misfit = item.misfit(of: element, at: path + [.index(index)]) { return misfit }
        }
        return nil
    }
}

/// The properties that a mapping may have; all others are refused.
struct ObjectShape: Sendable {
    let properties: KeyValuePairs<String, EntryShape>
    var required: [String] = []
    /// Whether other properties are allowed too.
    var isOpen = false

    func misfit(of value: DataValue, at path: [EntryReader.Step] = []) -> EntryShape.Misfit? {
        guard let entries = value.mapping else {
            return EntryShape.Misfit(path: path, reason: "\(value.pythonRepr) is not of type 'object'")
        }
        for (key, shape) in properties {
            guard let entry = entries[key] else { continue }
            if let misfit = shape.misfit(of: entry, at: path + [.key(key)]) { return misfit }
        }
        let known = properties.map(\.key)
        let unknown = isOpen ? [] : entries.keys.filter { !known.contains($0) }
        if !unknown.isEmpty {
            let names = unknown.sorted().map { "'\($0)'" }.joined(separator: ", ")
            let verb = unknown.count == 1 ? "was" : "were"
            return EntryShape.Misfit(
                path: path, reason: "Additional properties are not allowed (\(names) \(verb) unexpected)")
        }
        let missing = required.first { entries[$0] == nil }
        return missing.map { EntryShape.Misfit(path: path, reason: "'\($0)' is a required property") }
    }

    /// What was probably meant by the first unknown property.
    func meant(by value: DataValue) -> String? {
        let known = properties.map(\.key)
        guard !isOpen, let unknown = value.mapping?.keys.first(where: { !known.contains($0) }) else { return nil }
        return Suggestion.hint(for: unknown, in: known)
    }
}

extension DataValue {
    /// A whole number in JSON schema's eyes, to which `1.0` is one too.
    fileprivate var isWhole: Bool {
        switch self {
        case .int, .bigInt: true
        case .float(let number): number.rounded() == number
        default: false
        }
    }

    fileprivate var isNumber: Bool {
        if case .float = self { true } else { isWhole }
    }
}

extension EntryReader {
    /// Checks the entry against the shape that dbt's schema gives it.
    /// - Throws: dbt's error for the first thing that does not fit.
    func check(_ shape: ObjectShape) throws(Diagnostic) {
        guard let misfit = shape.misfit(of: .mapping(data)) else { return }
        throw invalid(misfit.reason, misfit.path, hint: misfit.path.isEmpty ? shape.meant(by: .mapping(data)) : nil)
    }
}
