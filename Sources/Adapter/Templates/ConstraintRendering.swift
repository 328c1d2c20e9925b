internal import Diagnostics
internal import Jinja

/// Constraints of contracts as DDL.
///
/// Source: dbt-core 1.11, adapter; dbt-adapters 1.24, how base adapters write constraints. PostgreSQL enforces all.
enum ConstraintRendering {
    /// `render_raw_columns_constraints(raw_columns)`: a definition for each column.
    static func columns(_ arguments: Arguments) throws(TemplateError) -> Value {
        let bound = try Signature("render_raw_columns_constraints", required: ["raw_columns"]).bind(arguments)
        var definitions: [Value] = []
        for column in try values(of: bound[0] ?? .null) {
            let name = try (column.entry("name") ?? .null).str().string
            let isQuoted = try column.entry("quote")?.isTrue() ?? false
            let type = try (column.entry("data_type") ?? .null).str().string
            var parts = ["\(isQuoted ? Relation.quoted(name) : name) \(type)"]
            for constraint in try column.entry("constraints")?.sequence() ?? [] {
                if let text = try columnText(Constraint(constraint)) { parts.append(text) }
            }
            definitions.append(Value(parts.joined(separator: " ")))
        }
        return .list(definitions)
    }

    /// `render_raw_model_constraints(raw_constraints)`
    static func model(_ arguments: Arguments) throws(TemplateError) -> Value {
        let bound = try Signature("render_raw_model_constraints", required: ["raw_constraints"]).bind(arguments)
        var texts: [Value] = []
        for constraint in try bound[0]?.sequence() ?? [] {
            if let text = try modelText(Constraint(constraint)) { texts.append(Value(text)) }
        }
        return .list(texts)
    }

    private static func values(of value: Value) throws(TemplateError) -> [Value] {
        if let dict = value.dict { return dict.values }
        guard case .object(let object) = value else { return [] }
        // A mapping that is no dict: its keys are what it iterates over.
        var result: [Value] = []
        for key in try value.sequence() ?? [] { if let item = try object.item(key) { result.append(item) } }
        return result
    }

    private struct Constraint {
        var type: String
        var name: String?
        var expression: String?
        var to: String?
        var toColumns: [String] = []
        var columns: [String] = []

        init(_ raw: Value) throws(TemplateError) {
            type = try raw.entry("type")?.str().string ?? ""
            guard ["check", "not_null", "unique", "primary_key", "foreign_key", "custom"].contains(type) else {
                throw TemplateError(
                    Diagnostic(
                        .constraintInvalid, "Could not parse constraint: \(try raw.repr().string)", family: .runtime))
            }
            func text(_ key: String) throws(TemplateError) -> String? {
                guard let value = try raw.entry(key), try value.isTrue() else { return nil }
                return try value.str().string
            }
            func list(_ key: String) throws(TemplateError) -> [String] {
                var result: [String] = []
                for item in try raw.entry(key)?.sequence() ?? [] { result.append(try item.str().string) }
                return result
            }
            name = try text("name")
            expression = try text("expression")
            to = try text("to")
            toColumns = try list("to_columns")
            columns = try list("columns")
        }

        var reference: String? {
            if let to, !toColumns.isEmpty { return "\(to) (\(toColumns.joined(separator: ", ")))" }
            return expression
        }
    }

    private static func columnText(_ constraint: Constraint) -> String? {
        let suffix = constraint.expression.map { " \($0)" } ?? ""
        switch constraint.type {
        case "check": return constraint.expression.map { "check (\($0))" }
        case "not_null": return "not null\(suffix)"
        case "unique": return "unique\(suffix)"
        case "primary_key": return "primary key\(suffix)"
        case "foreign_key": return constraint.reference.map { "references \($0)" }
        default: return constraint.expression
        }
    }

    private static func modelText(_ constraint: Constraint) -> String? {
        let prefix = constraint.name.map { "constraint \($0) " } ?? ""
        let columns = constraint.columns.joined(separator: ", ")
        let middle = constraint.expression.map { " \($0)" } ?? ""
        switch constraint.type {
        case "check": return constraint.expression.map { "\(prefix)check (\($0))" }
        case "unique": return "\(prefix)unique\(middle) (\(columns))"
        case "primary_key": return "\(prefix)primary key\(middle) (\(columns))"
        case "foreign_key": return constraint.reference.map { "\(prefix)foreign key (\(columns)) references \($0)" }
        case "custom": return constraint.expression.map { "\(prefix)\($0)" }
        default: return nil
        }
    }
}
