public import Diagnostics
public import Formats

/// Reads the keys of one resource of a manifest.
///
/// A key that is missing or null gives its default, since older manifests have fewer keys; a key with a value of another
/// kind than it should have is an error, because what is read on its account would be wrong.
struct FieldReader {
    let fields: DataMapping

    init(_ fields: DataMapping) { self.fields = fields }

    func value(_ key: String) -> DataValue? {
        guard let value = fields[key], !value.isNull else { return nil }
        return value
    }

    /// - Throws: when the key is missing.
    func name(_ key: String) throws(Diagnostic) -> String {
        guard let text = try optionalText(key) else { throw invalid(key, "is missing") }
        return text
    }

    func text(_ key: String, default fallback: String = "") throws(Diagnostic) -> String {
        try optionalText(key) ?? fallback
    }

    /// The text under `key`, which had another name in earlier versions.
    func text(_ key: String, before earlier: String) throws(Diagnostic) -> String {
        try text(value(key) == nil ? earlier : key)
    }

    func optionalText(_ key: String) throws(Diagnostic) -> String? {
        guard let value = value(key) else { return nil }
        guard let text = value.string else { throw invalid(key, "is no text") }
        return text
    }

    /// The ids under `macros`; dbt writes null for a macro that does not exist.
    fileprivate func macros() throws(Diagnostic) -> [UniqueID] {
        guard let items = value("macros")?.list, items.contains(where: \.isNull) else { return try strings("macros") }
        return items.map { $0.string ?? "" }
    }

    func strings(_ key: String) throws(Diagnostic) -> [String] {
        switch value(key) {
        case nil: return []
        case .string(let text): return [text]
        case .list(let items):
            var texts: [String] = []
            texts.reserveCapacity(items.count)
            for item in items {
                guard let text = item.string else { throw invalid(key, "is no list of texts") }
                texts.append(text)
            }
            return texts
        default: throw invalid(key, "is no list of texts")
        }
    }

    func mapping(_ key: String) throws(Diagnostic) -> DataMapping {
        guard let value = value(key) else { return [:] }
        guard let mapping = value.mapping else { throw invalid(key, "is no mapping") }
        return mapping
    }

    func mappings(_ key: String) throws(Diagnostic) -> [DataMapping] {
        guard let value = value(key) else { return [] }
        guard let items = value.list else { throw invalid(key, "is no list") }
        var result: [DataMapping] = []
        for item in items {
            guard let mapping = item.mapping else { throw invalid(key, "is no list of mappings") }
            result.append(mapping)
        }
        return result
    }

    func bool(_ key: String) throws(Diagnostic) -> Bool? {
        guard let value = value(key) else { return nil }
        guard let flag = value.bool else { throw invalid(key, "is neither true nor false") }
        return flag
    }

    func number(_ key: String) throws(Diagnostic) -> Double {
        switch value(key) {
        case nil: return 0
        case .float(let number): return number
        case .int(let number): return Double(number)
        default: throw invalid(key, "is no number")
        }
    }

    func version(_ key: String) -> ModelVersion? { value(key).flatMap(ModelVersion.init) }

    /// The calls under `refs`: mappings, or lists of a name or of package and name in manifests of earlier versions.
    func refs() throws(Diagnostic) -> [RefCall] {
        guard let items = value("refs")?.list else { return [] }
        var calls: [RefCall] = []
        for item in items {
            switch item {
            case .mapping(let call):
                let reader = FieldReader(call)
                calls.append(
                    RefCall(
                        name: try reader.name("name"), package: try reader.optionalText("package"),
                        version: reader.version("version")))
            case .list(let words):
                guard let name = words.last?.string else { throw invalid("refs", "has a call without a name") }
                calls.append(RefCall(name: name, package: words.count > 1 ? words[0].string : nil))
            default: throw invalid("refs", "is no list of calls")
            }
        }
        return calls
    }

    /// The calls under `sources`.
    func sources() throws(Diagnostic) -> [SourceCall] {
        try calls("sources").map { words throws(Diagnostic) in
            guard words.count == 2 else { throw invalid("sources", "has a call without source and table") }
            return SourceCall(source: words[0], table: words[1])
        }
    }

    func namedCalls(_ key: String) throws(Diagnostic) -> [NamedCall] { try calls(key).map(NamedCall.init) }

    private func calls(_ key: String) throws(Diagnostic) -> [[String]] {
        guard let items = value(key)?.list else { return [] }
        var calls: [[String]] = []
        for item in items { calls.append(item.list?.compactMap(\.string) ?? []) }
        return calls
    }

    func dependsOn() throws(Diagnostic) -> DependsOn {
        let reader = FieldReader(try mapping("depends_on"))
        return DependsOn(macros: try reader.macros(), nodes: try reader.strings("nodes"))
    }

    func columns() throws(Diagnostic) -> Columns {
        var columns: Columns = [:]
        for (name, value) in try mapping("columns") {
            guard let fields = value.mapping else { throw invalid("columns", "has a column that is no mapping") }
            columns[name] = try ColumnInfo(named: name, fields: fields)
        }
        return columns
    }

    func constraints(_ key: String = "constraints") throws(Diagnostic) -> [Constraint] {
        try mappings(key).map { fields throws(Diagnostic) in try Constraint(fields: fields) }
    }

    func invalid(_ key: String, _ problem: String) -> Diagnostic {
        let owner = fields["unique_id"]?.string ?? fields["name"]?.string
        return Diagnostic(
            .manifestFieldInvalid, "The field '\(key)'\(owner.map { " of '\($0)'" } ?? "") in the manifest \(problem)",
            family: .runtime)
    }
}

extension Diagnostic.Code {
    /// A field of a manifest has a value that cannot be read.
    public static let manifestFieldInvalid = Self(rawValue: "manifest-field-invalid")
}

extension ModelVersion {
    /// The version that stands in a manifest; nil for anything but a number or a text.
    public init?(_ value: DataValue) {
        switch value {
        case .int(let number): self = .int(number)
        case .float(let number): self = .float(number)
        case .string(let text): self = .text(text)
        default: return nil
        }
    }
}
