internal import Formats

/// The text whose SHA-256 is the checksum of a contract: columns by name with type and constraints, as Python prints them.
///
/// The checksum of a manifest that dbt wrote equals ours, so the two can be compared.
/// Source: the checksums in manifests of dbt-core 1.11.
public struct ContractText {
    /// nil for anything but a model with an enforced contract.
    public let text: String?

    public init(_ node: Node) {
        guard let model = node.model, node.config.hasContract else {
            text = nil
            return
        }
        var text = ""
        for column in node.columns.values.sorted(by: { $0.name < $1.name }) {
            text += "|\(column.name)\(column.dataType ?? "None")"
            text += Self.list(column.constraints.map { Self.constraint($0, isOfColumn: true) })
        }
        if ["table", "incremental"].contains(node.config.materialized) {
            text += node.config.materialized
            text += Self.list(model.constraints.map { Self.constraint($0, isOfColumn: false) })
        }
        self.text = text
    }

    private static func constraint(_ constraint: Constraint, isOfColumn: Bool) -> String {
        let kind = constraint.kind.rawValue
        var fields = [
            "type=<ConstraintType.\(kind): '\(kind)'>", "name=\(quoted(constraint.name))",
            "expression=\(quoted(constraint.expression))", "warn_unenforced=\(flag(constraint.warnUnenforced))",
            "warn_unsupported=\(flag(constraint.warnUnsupported))", "to=\(quoted(constraint.to))",
            "to_columns=\(list(constraint.toColumns.map(quoted)))",
        ]
        if !isOfColumn { fields.append("columns=\(list((constraint.columns ?? []).map(quoted)))") }
        return "\(isOfColumn ? "Column" : "Model")LevelConstraint(\(fields.joined(separator: ", ")))"
    }

    private static func list(_ items: [String]) -> String { "[\(items.joined(separator: ", "))]" }
    private static func flag(_ value: Bool) -> String { value ? "True" : "False" }

    /// Python's `repr` of a text, or of None.
    private static func quoted(_ text: String?) -> String {
        guard let text else { return "None" }
        let quote = text.contains("'") && !text.contains("\"") ? "\"" : "'"
        var result = quote
        for character in text.unicodeScalars {
            switch character {
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "'" where quote == "'": result += "\\'"
            default: result.unicodeScalars.append(character)
            }
        }
        return result + quote
    }
}
