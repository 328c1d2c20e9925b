internal import Jinja

/// What an entry of `indexes` may say beyond dbt: a name, further columns, a condition, operator classes.
struct IndexOptions {
    let name: String?
    /// Columns that the index carries along.
    let include: [Value]
    /// The condition of a partial index.
    let condition: String?
    /// The columns, each with its operator class.
    let keys: [Value]

    /// The name while the table of the same name is still there, with its index.
    var temporaryName: String? {
        name.map { Relation(identifier: $0).identifier(withSuffix: "__dbt_tmp") }
    }

    init(_ raw: Value, columns: [Value]) throws(TemplateError) {
        name = try Self.text(raw, "name")
        if let name, name.isEmpty || name.utf8.count > Relation.maximumNameLength {
            throw IndexObject.invalid(
                "at path ['name']: an index has a name of 1 to \(Relation.maximumNameLength) bytes")
        }
        condition = try Self.text(raw, "where")
        let include = try raw.entry("include") ?? .null
        if include.isMissing {
            self.include = []
        } else if let list = try include.sequence() {
            self.include = list
        } else {
            throw IndexObject.invalid("at path ['include']: \(try include.repr().string) is not of type 'array'")
        }
        keys = try Self.keys(columns, try raw.entry("opclass") ?? .null)
    }

    private static func text(_ raw: Value, _ key: String) throws(TemplateError) -> String? {
        guard let value = try raw.entry(key), !value.isMissing else { return nil }
        guard let text = value.string else {
            throw IndexObject.invalid("at path ['\(key)']: \(try value.repr().string) is not of type 'string'")
        }
        return text
    }

    /// - Parameter classes: one for all columns, a list with one for each, or a mapping by column.
    private static func keys(_ columns: [Value], _ classes: Value) throws(TemplateError) -> [Value] {
        if classes.isMissing { return columns }
        var names: [String] = []
        for column in columns { names.append(try column.str().string) }
        if let name = classes.string { return names.map { Value("\($0) \(name)") } }
        if let list = try classes.sequence() {
            guard list.count == names.count else {
                throw IndexObject.invalid("at path ['opclass']: there must be one for each of the columns")
            }
            var keys: [Value] = []
            for (name, entry) in zip(names, list) {
                keys.append(Value(entry.isMissing ? name : "\(name) \(try entry.str().string)"))
            }
            return keys
        }
        guard let entries = classes.dict?.items else {
            throw IndexObject.invalid("at path ['opclass']: \(try classes.repr().string) is not of type 'object'")
        }
        var byColumn: [String: String] = [:]
        for (key, value) in entries {
            let column = try key.str().string
            guard names.contains(column) else {
                throw IndexObject.invalid("at path ['opclass']: \(column) is none of the columns")
            }
            byColumn[column] = try value.str().string
        }
        return names.map { name in Value(byColumn[name].map { "\(name) \($0)" } ?? name) }
    }
}
