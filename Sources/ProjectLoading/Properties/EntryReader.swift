internal import Diagnostics
internal import Formats
internal import ProjectModel

/// One mapping of a properties file, or a part of it, with typed access to its keys and the errors of dbt's schemas.
struct EntryReader {
    enum Step { case key(String), index(Int) }

    /// The whole entry, which the readers of its parts share.
    private final class Entry: Sendable {
        let section: String
        let file: PropertyFile
        let data: DataMapping
        let node: YAMLNode

        init(section: String, file: PropertyFile, data: DataMapping, node: YAMLNode) {
            self.section = section
            self.file = file
            self.data = data
            self.node = node
        }
    }

    private let entry: Entry
    /// The part that is read.
    var data: DataMapping
    /// The way from the entry to the part.
    var path: [Step] = []

    init(section: String, file: PropertyFile, data: DataMapping, node: YAMLNode) {
        entry = Entry(section: section, file: file, data: data, node: node)
        self.data = data
    }

    /// `models`, `sources`, …
    var section: String { entry.section }
    var file: PropertyFile { entry.file }
    private var whole: DataMapping { entry.data }
    var wholeNode: YAMLNode { entry.node }

    var place: PropertyPlace { PropertyPlace(file: file, range: node(path).range) }

    /// The node at `path`, or the nearest one above it.
    func node(_ path: [Step]) -> YAMLNode {
        var node = wholeNode
        for step in path {
            let next: YAMLNode? =
                switch step {
                case .key(let name): node[name]
                case .index(let index): (node.items ?? []).indices.contains(index) ? node.items?[index] : nil
                }
            guard let next else { break }
            node = next
        }
        return node
    }

    // MARK: Access

    func text(_ key: String, default standard: String? = nil) throws(Diagnostic) -> String {
        guard let value = data[key] else {
            if let standard { return standard }
            throw invalid("'\(key)' is a required property")
        }
        guard let text = value.string else { throw wrongType(value, "string", key) }
        return text
    }

    func optionalText(_ key: String) throws(Diagnostic) -> String? {
        guard let value = data[key], !value.isNull else { return nil }
        guard let text = value.string else { throw noSchema(value, key) }
        return text
    }

    func optionalFlag(_ key: String) throws(Diagnostic) -> Bool? {
        guard let value = data[key], !value.isNull else { return nil }
        guard let flag = value.bool else { throw noSchema(value, key) }
        return flag
    }

    func mapping(_ key: String) throws(Diagnostic) -> DataMapping {
        guard let value = data[key] else { return [:] }
        guard let mapping = value.mapping else { throw wrongType(value, "object", key) }
        return mapping
    }

    func list(_ key: String) throws(Diagnostic) -> [DataValue] {
        guard let value = data[key] else { return [] }
        guard let list = value.list else { throw wrongType(value, "array", key) }
        return list
    }

    func strings(_ key: String) throws(Diagnostic) -> [String] {
        var result: [String] = []
        for (index, item) in try list(key).enumerated() {
            guard let text = item.string else {
                throw invalid("\(item.pythonRepr) is not of type 'string'", [.key(key), .index(index)])
            }
            result.append(text)
        }
        return result
    }

    /// Readers of the mappings in the list under `key`.
    func items(_ key: String) throws(Diagnostic) -> [EntryReader] {
        var readers: [EntryReader] = []
        for (index, item) in try list(key).enumerated() {
            guard let mapping = item.mapping else {
                throw invalid("\(item.pythonRepr) is not of type 'object'", [.key(key), .index(index)])
            }
            var reader = self
            reader.data = mapping
            reader.path += [.key(key), .index(index)]
            readers.append(reader)
        }
        return readers
    }

    /// A reader of the mapping under `key`; nil when it is missing or null.
    func part(_ key: String) throws(Diagnostic) -> EntryReader? {
        guard let value = data[key], !value.isNull else { return nil }
        guard let mapping = value.mapping else { throw wrongType(value, "object", key) }
        var reader = self
        reader.data = mapping
        reader.path.append(.key(key))
        return reader
    }

    /// The texts of `tags:` (or another key): one text counts as a list of one.
    func tags(_ value: DataValue?) -> [String] {
        switch value {
        case .string(let tag)?: [tag]
        case .list(let items)?: items.compactMap(\.string)
        default: []
        }
    }

    // MARK: Errors

    func wrongType(_ value: DataValue, _ type: String, _ key: String) -> Diagnostic {
        invalid("\(value.pythonRepr) is not of type '\(type)'", [.key(key)])
    }

    func noSchema(_ value: DataValue, _ key: String) -> Diagnostic {
        invalid("\(value.pythonRepr) is not valid under any of the given schemas", [.key(key)])
    }

    /// The error that dbt gives for an entry that does not fit its schema.
    func invalid(_ reason: String, _ steps: [Step] = [], hint: String? = nil) -> Diagnostic {
        let full = path + steps
        let names = full.map { step in
            switch step {
            case .key(let name): DataValue.string(name).pythonRepr
            case .index(let index): "\(index)"
            }
        }
        return failure(
            "Invalid \(section) config given in \(file.originalPath) @ \(section): \(DataValue.mapping(whole).pythonRepr) - at path [\(names.joined(separator: "]["))]: \(reason)",
            .propertiesInvalid, steps, hint: hint)
    }

    func failure(
        _ message: String, _ code: Diagnostic.Code, _ steps: [Step] = [], family: Diagnostic.Family = .parsing,
        hint: String? = nil
    ) -> Diagnostic {
        Diagnostic(code, message, family: family, at: node(path + steps).range, in: file.text, hint: hint)
    }

    func warning(_ message: String, _ code: Diagnostic.Code, _ steps: [Step] = []) -> Diagnostic {
        Diagnostic(code, message, severity: .warning, at: node(path + steps).range, in: file.text)
    }

    /// Warnings about keys that dbt does not know and that look like one that it knows.
    func slips(of what: String, among known: [String]) -> [Diagnostic] {
        data.keys.filter { !known.contains($0) }.compactMap { key in
            guard let meant = Suggestion.closest(to: key, in: known, limit: 2) else { return nil }
            var warning = warning(
                "\(file.originalPath): dbt does not know the property '\(key)' of \(what)", .propertyUnknown,
                [.key(key)])
            warning.hint = "did you mean \"\(meant)\"?"
            return warning
        }
    }
}
