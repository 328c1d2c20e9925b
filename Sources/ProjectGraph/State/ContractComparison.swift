public import Diagnostics
internal import Formats
internal import ProjectModel

/// What has changed in the contract of a model, and whether those who read the model can notice.
///
/// Source: dbt-core 1.11, state comparison.
struct ContractComparison {
    /// The constraints that PostgreSQL enforces.
    private static let enforced: Set<Constraint.Kind> = [.check, .notNull, .unique, .primaryKey, .foreignKey]

    /// The current time as ISO text in UTC.
    let now: String?

    /// Whether the contract is the same.
    /// - Parameter warn: called when a change breaks readers of a model without versions.
    /// - Throws: when a change breaks readers of a versioned model.
    func isSame(_ new: Node, _ old: Node, _ warn: (Diagnostic) -> Void) throws(Diagnostic) -> Bool {
        guard let model = new.model else { return true }
        guard old.config.hasContract else { return !new.config.hasContract }
        if new.config.hasContract, model.contractChecksum == old.model?.contractChecksum { return true }
        try report(breakingChanges(new, old), of: new, warn)
        return false
    }

    /// Looks at a model that was there and no longer is.
    /// - Parameter current: the model as it is switched off now; nil when it is gone.
    /// - Throws: when it was a version of a model.
    func checkRemoved(
        _ old: Node, disabled current: Node?, _ warn: (Diagnostic) -> Void
    ) throws(Diagnostic) {
        let node = current ?? old
        guard let model = node.model, node.config.hasContract else { return }
        if let now, let date = model.deprecationDate, date.prefix(19) < now.prefix(19) { return }
        let change = node.config.isEnabled ? "deleted or renamed" : "disabled"
        try report(["Contracted model '\(node.uniqueID)' was \(change)."], of: node, warn)
    }

    private func report(_ changes: [String], of node: Node, _ warn: (Diagnostic) -> Void) throws(Diagnostic) {
        guard !changes.isEmpty else { return }
        let reasons = changes.joined(separator: "\n  - ")
        guard node.model?.version != nil else {
            warn(
                Diagnostic(
                    .contractBroken,
                    """
                    Breaking change to contracted, unversioned model \(node.name) (\(node.originalFilePath))
                    While comparing to previous project state, dbt detected a breaking change to an unversioned model.
                      - \(reasons)

                    """, severity: .warning, subject: node.label, notes: changes))
            return
        }
        throw Diagnostic(
            .contractBroken,
            """
            While comparing to previous project state, dbt detected a breaking change to an enforced contract.
              - \(reasons)
            Consider making an additive (non-breaking) change instead, if possible.
            Otherwise, create a new model version: https://docs.getdbt.com/docs/collaborate/govern/model-versions
            """, family: .contract, subject: node.label)
    }

    private func breakingChanges(_ new: Node, _ old: Node) -> [String] {
        var changes: [String] = []
        func add(_ title: String, _ items: [String]) {
            if !items.isEmpty { changes.append("\(title): \n    - \(items.joined(separator: "\n    - "))") }
        }
        if !new.config.hasContract {
            changes.append(
                "Contract enforcement was removed: Previously, this model had an enforced contract. "
                    + "It is no longer configured to enforce its contract, and this is a breaking change.")
        }
        let before = old.columns.values.sorted { $0.name < $1.name }
        add("Columns were removed", before.filter { new.columns[$0.name] == nil }.map(\.name))
        add("Columns with data_type changes", before.compactMap { typeChange(new.columns[$0.name], $0) })
        if enforcesConstraints(old) {
            add("Enforced column level constraints were removed", removedConstraints(new, before))
            add(
                "Enforced model level constraints were removed",
                removed(old.model?.constraints ?? [], new.model?.constraints ?? []).map {
                    let columns = ($0.columns ?? []).map { "'\($0)'" }.joined(separator: ", ")
                    return "'\(name(of: $0))' constraint on columns [\(columns)]"
                })
            let hadConstraints =
                old.model?.constraints.isEmpty == false || before.contains { !$0.constraints.isEmpty }
            if hadConstraints, !enforcesConstraints(new) {
                add(
                    "Materialization changed with enforced constraints",
                    ["\(old.config.materialized) -> \(new.config.materialized)"])
            }
        }
        return changes
    }

    private func enforcesConstraints(_ node: Node) -> Bool {
        ["table", "incremental"].contains(node.config.materialized)
    }

    /// A change of size, precision or scale breaks nothing.
    private func typeChange(_ new: ColumnInfo?, _ old: ColumnInfo) -> String? {
        func base(_ type: String?) -> String? {
            type.map { type in
                let name = type.prefix { $0 != "(" }.lowercased()
                return String(name.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
            }
        }
        guard let new, base(new.dataType) != base(old.dataType) else { return nil }
        return "\(old.name) (\(old.dataType ?? "None") -> \(new.dataType ?? "None"))"
    }

    private func removedConstraints(_ new: Node, _ before: [ColumnInfo]) -> [String] {
        before.flatMap { column in
            guard let now = new.columns[column.name] else { return [String]() }
            return removed(column.constraints, now.constraints).map {
                "'\(name(of: $0))' constraint on column \(column.name)"
            }
        }
    }

    /// A constraint without a name goes by its kind, as Python prints it.
    private func name(of constraint: Constraint) -> String {
        constraint.name ?? "ConstraintType.\(constraint.kind.rawValue)"
    }

    private func removed(_ old: [Constraint], _ new: [Constraint]) -> [Constraint] {
        old.filter { Self.enforced.contains($0.kind) && !new.contains($0) }
    }
}

extension Diagnostic.Code {
    /// A contract has changed in a way that breaks those who read the model.
    public static let contractBroken = Self(rawValue: "contract-broken")
}
