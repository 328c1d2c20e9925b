public import Diagnostics
internal import OrderedCollections
internal import ProjectLoading
internal import ProjectModel

/// What the constraints of a model demand of it, and what its foreign keys refer to.
///
/// Source: dbt-core 1.11, ModelPatchParser.patch_constraints (dbt/parser/schemas.py).
struct ModelConstraints {
    private let node: Node
    private let properties: ResourceProperties

    /// - Parameter node: with its configuration, columns and constraints decided.
    init(_ node: Node, _ properties: ResourceProperties) {
        self.node = node
        self.properties = properties
    }

    private var ofModel: [Constraint] {
        if case .model(let model) = node.details { return model.constraints }
        return []
    }

    private var all: [Constraint] { ofModel + node.columns.values.flatMap(\.constraints) }

    /// - Throws: when a contract has no columns or no SQL, or there is more than one primary key.
    func check() throws(Diagnostic) {
        if node.config.hasContract {
            var reasons: [String] = []
            if node.columns.isEmpty {
                reasons.append("Constraints must be defined in a `yml` schema configuration file like `schema.yml`.")
            }
            if node.language != "sql" {
                reasons.append("Language Error: Expected 'sql' but found '\(node.language)'")
            }
            try fail("Contract enforcement failed for:", reasons)
        }
        let keys = node.columns.values.flatMap { column in
            column.constraints.filter { $0.kind == .primaryKey }.map { _ in column.name }
        }
        var reasons: [String] = []
        if keys.count > 1 {
            let list = keys.map { "'\($0)'" }.joined(separator: ", ")
            reasons.append(
                "Found \(keys.count) columns ([\(list)]) with primary key constraints defined. Primary keys for multiple columns must be defined as a model level constraint."
            )
        }
        if !keys.isEmpty, ofModel.contains(where: { $0.kind == .primaryKey }) {
            reasons.append(
                "Primary key constraints defined at the model level and the columns level. Primary keys can be defined at the model level or the column level, not both."
            )
        }
        try fail("Primary key constraint error:", reasons)
    }

    private func fail(_ head: String, _ reasons: [String]) throws(Diagnostic) {
        guard !reasons.isEmpty else { return }
        throw failure("\(head) (\(node.originalFilePath))\n\(reasons.joined(separator: "\n"))")
    }

    private func failure(_ message: String) -> Diagnostic {
        Diagnostic(
            .contractInvalid, message, family: .parsing, at: properties.place.range, in: properties.place.file.text)
    }

    /// Adds what foreign keys refer to. dbt looks at versioned models twice, and so does Martlet.
    /// - Throws: when `to` is neither a `ref()` nor a `source()`.
    func addReferences(to capture: Capture) throws(Diagnostic) {
        for _ in 0..<(properties.version == nil ? 1 : 2) {
            for constraint in all where constraint.kind == .foreignKey {
                guard let text = constraint.to, !text.isEmpty else { continue }
                switch ReferenceText(text) {
                case .ref(let call)?: capture.record(call)
                case .source(let call)?: capture.record(call)
                case .metric?, nil:
                    throw failure(
                        "Invalid 'ref' or 'source' syntax on foreign key constraint 'to' on model \(node.name): \(text)."
                    )
                }
            }
        }
    }

    /// A warning where the database will not hear of the constraints.
    var warning: Diagnostic? {
        guard node.config.hasContract, !["table", "incremental"].contains(node.config.materialized),
            all.contains(where: \.warnUnsupported)
        else { return nil }
        return Diagnostic(
            .constraintWithoutEffect,
            "Constraint types are not supported for \(node.config.materialized) materializations and will be ignored.  Set 'warn_unsupported: false' on this constraint to ignore this warning.",
            severity: .warning, at: properties.place.range, in: properties.place.file.text)
    }
}

extension Diagnostic.Code {
    /// A contract without columns, two primary keys, or a foreign key to nowhere.
    public static let contractInvalid = Self(rawValue: "contract-invalid")
    /// Constraints of something that is no table.
    public static let constraintWithoutEffect = Self(rawValue: "constraint-without-effect")
}
