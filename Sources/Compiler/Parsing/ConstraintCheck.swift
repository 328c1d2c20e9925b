internal import Diagnostics
internal import Events
internal import Formats
internal import ProjectLoading
internal import ProjectModel

/// What properties files say of the constraints of a model: whether it can be, and what foreign keys refer to.
///
/// Source: dbt-core 1.11, contracts and constraints.
struct ConstraintCheck {
    private let log: EventLog

    init(_ log: EventLog) { self.log = log }

    /// Checks a model and adds the references of its foreign keys to it.
    /// - Throws: a parsing error in dbt's words.
    func complete(_ node: inout Node) throws(Diagnostic) {
        // Without an entry in a properties file there is nothing to check until the model runs.
        guard let model = node.model, node.patchPath != nil else { return }
        let ofColumns = node.columns.values.flatMap(\.constraints)
        if node.config.hasContract { try checkContract(node, model.constraints + ofColumns) }
        try checkPrimaryKey(node, model)
        for constraint in model.constraints + ofColumns where constraint.kind == .foreignKey {
            guard let target = constraint.to, !target.isEmpty else { continue }
            switch ReferenceText(target) {
            case .ref(let call)?: node.refs.append(call)
            case .source(let call)?: node.sources.append(call)
            case .metric?, nil:
                throw Diagnostic(
                    .constraintInvalid,
                    "Invalid 'ref' or 'source' syntax on foreign key constraint 'to' on model \(node.name): \(target).",
                    family: .parsing)
            }
        }
    }

    private func checkContract(_ node: Node, _ constraints: [Constraint]) throws(Diagnostic) {
        let materialized = node.config.materialized
        if constraints.contains(where: \.warnUnsupported), materialized != "table", materialized != "incremental" {
            try log.warn(.constraintsUnsupported(materialized: materialized))
        }
        var errors: [String] = []
        if node.columns.isEmpty {
            errors.append("Constraints must be defined in a `yml` schema configuration file like `schema.yml`.")
        }
        if node.language != "sql" { errors.append("Language Error: Expected 'sql' but found '\(node.language)'") }
        guard !errors.isEmpty else { return }
        throw Diagnostic(
            .constraintInvalid,
            "Contract enforcement failed for: (\(node.originalFilePath))\n\(errors.joined(separator: "\n"))",
            family: .parsing)
    }

    private func checkPrimaryKey(_ node: Node, _ model: Node.ModelDetails) throws(Diagnostic) {
        let columns = node.columns.values.flatMap { column in
            column.constraints.filter { $0.kind == .primaryKey }.map { _ in column.name }
        }
        var errors: [String] = []
        if columns.count > 1 {
            let names = columns.map { "'\($0)'" }.joined(separator: ", ")
            errors.append(
                "Found \(columns.count) columns ([\(names)]) with primary key constraints defined. "
                    + "Primary keys for multiple columns must be defined as a model level constraint.")
        }
        if !columns.isEmpty, model.constraints.contains(where: { $0.kind == .primaryKey }) {
            errors.append(
                "Primary key constraints defined at the model level and the columns level. "
                    + "Primary keys can be defined at the model level or the column level, not both.")
        }
        guard !errors.isEmpty else { return }
        throw Diagnostic(
            .constraintInvalid,
            "Primary key constraint error: (\(node.originalFilePath))\n\(errors.joined(separator: "\n"))",
            family: .parsing)
    }
}

extension Diagnostic.Code {
    /// A constraint of a contract is incomplete or of an unknown kind.
    static let constraintInvalid = Self(rawValue: "constraint-invalid")
}
