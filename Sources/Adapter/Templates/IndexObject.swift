internal import Diagnostics
internal import Jinja
internal import TemplateLibrary

/// An entry of a model's `indexes` config, as `adapter.parse_index` gives it.
final class IndexObject: MethodObject {
    private let columns: [Value]
    private let isUnique: Bool
    private let type: Value
    private let options: IndexOptions

    private init(columns: [Value], isUnique: Bool, type: Value, options: IndexOptions) {
        self.columns = columns
        self.isUnique = isUnique
        self.type = type
        self.options = options
    }

    /// `parse_index(raw_index)`
    static func parse(_ arguments: Arguments) throws(TemplateError) -> Value {
        let bound = try Signature("parse_index", required: ["raw_index"]).bind(arguments)
        let raw = bound[0] ?? .null
        if raw.isMissing { return .null }
        guard raw.dict != nil || raw.object?.isMapping == true else {
            throw TemplateError(
                Diagnostic(
                    .indexInvalid,
                    "Invalid index config:\n  Got: \(try raw.str().string)\n  Expected a dictionary with at minimum a "
                        + "\"columns\" key"))
        }
        guard let columns = try raw.entry("columns") else {
            throw invalid("at path []: 'columns' is a required property")
        }
        try checkKeys(raw)
        guard let list = try columns.sequence() else {
            throw invalid("at path ['columns']: \(try columns.repr().string) is not of type 'array'")
        }
        let unique = try raw.entry("unique") ?? false
        guard let isUnique = unique.bool else {
            throw invalid("at path ['unique']: \(try unique.repr().string) is not of type 'boolean'")
        }
        return .object(
            IndexObject(
                columns: list, isUnique: isUnique, type: try raw.entry("type") ?? .null,
                options: try IndexOptions(raw, columns: list)))
    }

    /// dbt's keys, and ours.
    private static let keys = ["columns", "unique", "type", "name", "include", "where", "opclass"]

    /// - Throws: when there is a key that no index has.
    private static func checkKeys(_ raw: Value) throws(TemplateError) {
        var unknown: [String] = []
        for (key, _) in raw.dict?.items ?? [] where !keys.contains(key.string ?? "") {
            unknown.append(try key.repr().string)
        }
        guard !unknown.isEmpty else { return }
        let verb = unknown.count == 1 ? "was" : "were"
        throw invalid(
            "at path []: Additional properties are not allowed (\(unknown.joined(separator: ", ")) \(verb) unexpected)")
    }

    static func invalid(_ message: String) -> TemplateError {
        TemplateError(Diagnostic(.indexInvalid, "Could not parse index config: \(message)"))
    }

    override var typeName: String { "dbt.adapters.postgres.impl.PostgresIndexConfig" }
    override var methodNames: Set<String> { ["render"] }

    override func property(_ name: String) throws(TemplateError) -> Value? {
        switch name {
        case "columns": .list(columns)
        case "unique": .bool(isUnique)
        case "type": type
        case "name": Value(options.name)
        case "temporary_name": Value(options.temporaryName)
        case "keys": .list(options.keys)
        case "include": .list(options.include)
        case "where": Value(options.condition)
        default: nil
        }
    }

    /// A name for the index: 32 hexadecimal digits. dbt hashes the time into it, so that a table can be made anew while
    /// the old one still has its index; what matters is that no two are alike.
    override func invoke(_ name: String, _ arguments: Arguments, _ renderer: Renderer) throws(TemplateError) -> Value {
        var generator = SystemRandomNumberGenerator()
        let digits = (0..<2).map { _ in
            let text = String(generator.next() as UInt64, radix: 16)
            return String(repeating: "0", count: 16 - text.utf8.count) + text
        }
        return Value(digits.joined())
    }
}
