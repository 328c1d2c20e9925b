internal import Diagnostics
internal import Formats
internal import Jinja
internal import ProjectModel
internal import TemplateLibrary

/// `config` while a node is compiled and run: reads the resolved configuration.
///
/// Source: dbt-core 1.11, config.
final class RuntimeConfigObject: Object {
    private let node: Node
    /// Told the key that is only found under `meta`.
    private let warnOfMetaKey: (String) throws(TemplateError) -> Void

    init(_ node: Node, warnOfMetaKey: @escaping (String) throws(TemplateError) -> Void) {
        self.node = node
        self.warnOfMetaKey = warnOfMetaKey
    }

    override var typeName: String { "RuntimeConfigObject" }
    override var isCallable: Bool { true }

    /// At run time the calls have been heard already.
    override func call(_ arguments: Arguments, _ renderer: Renderer) throws(TemplateError) -> Value { "" }

    override func attribute(_ name: String) throws(TemplateError) -> Value? {
        switch name {
        case "get", "require", "meta_get", "meta_require", "set", "persist_relation_docs", "persist_column_docs":
            return .function(name) { [self] arguments, renderer throws(TemplateError) in
                try callMethod(name, arguments, renderer) ?? ""
            }
        case "model": return Value(node.fields)
        default: return try value(of: name)
        }
    }

    override func callMethod(
        _ name: String, _ arguments: Arguments, _ renderer: Renderer
    ) throws(TemplateError) -> Value? {
        switch name {
        case "get": return try get(arguments, renderer)
        case "require": return try require(arguments, renderer)
        case "meta_get": return try metaGet(arguments, renderer)
        case "meta_require": return try metaRequire(arguments, renderer)
        case "set":
            // What a template sets was set when it was parsed; doing it again changes nothing.
            return ""
        case "persist_relation_docs": return .bool(persists("relation"))
        case "persist_column_docs": return .bool(persists("columns"))
        default: return nil
        }
    }

    private func persists(_ part: String) -> Bool { node.config["persist_docs"]?[part]?.bool ?? false }

    private func value(of key: String) throws(TemplateError) -> Value? {
        let dashed = key == "pre_hook" || key == "post_hook" ? key.replacing("_", with: "-") : key
        if key == "snapshot_table_column_names", node.resourceType == .snapshot { return Value(snapshotColumns) }
        return node.config[dashed].map { Value($0) }
    }

    /// The names of the columns that a snapshot adds, where the configuration renames some of them.
    private var snapshotColumns: DataMapping {
        var columns: DataMapping = [:]
        let renamed = node.config["snapshot_meta_column_names"]
        for column in ["dbt_valid_from", "dbt_valid_to", "dbt_scd_id", "dbt_updated_at", "dbt_is_deleted"] {
            columns[column] = .string(renamed?[column]?.string.flatMap { $0.isEmpty ? nil : $0 } ?? column)
        }
        return columns
    }

    private static let getSignature = Signature("get", required: ["name"], optional: ["default", "validator"])
    private static let requireSignature = Signature("require", required: ["name"], optional: ["validator"])

    private func get(_ arguments: Arguments, _ renderer: Renderer) throws(TemplateError) -> Value {
        let bound = try Self.getSignature.bind(arguments)
        guard let name = bound[0]?.string else { return bound[1] ?? .null }
        guard let value = try value(of: name) else {
            if node.config.meta[name] != nil { try warnOfMetaKey(name) }
            return bound[1] ?? .null
        }
        return try validated(value, bound[1] == nil ? nil : bound[2], renderer)
    }

    private func require(_ arguments: Arguments, _ renderer: Renderer) throws(TemplateError) -> Value {
        let bound = try Self.requireSignature.bind(arguments)
        let name = bound[0]?.string ?? ""
        guard let value = try value(of: name) else { throw missing(name) }
        return try validated(value, bound[1], renderer)
    }

    private func metaGet(_ arguments: Arguments, _ renderer: Renderer) throws(TemplateError) -> Value {
        let bound = try Self.getSignature.bind(arguments)
        guard let name = bound[0]?.string, let value = node.config.meta[name] else { return bound[1] ?? .null }
        return try validated(Value(value), bound[2], renderer)
    }

    private func metaRequire(_ arguments: Arguments, _ renderer: Renderer) throws(TemplateError) -> Value {
        let bound = try Self.requireSignature.bind(arguments)
        let name = bound[0]?.string ?? ""
        guard let value = node.config.meta[name] else { throw missing(name) }
        return try validated(Value(value), bound[1], renderer)
    }

    private func validated(_ value: Value, _ validator: Value?, _ renderer: Renderer) throws(TemplateError) -> Value {
        if let validator, !validator.isNone, !validator.isUndefined {
            _ = try renderer.call(validator, Arguments([value]))
        }
        return value
    }

    private func missing(_ name: String) -> TemplateError {
        TemplateError(
            Diagnostic(
                .configMissing,
                "Model '\(node.uniqueID)' does not define a required config parameter '\(name)'."))
    }
}

extension Diagnostic.Code {
    /// `config.require` of a key that the node does not set.
    static let configMissing = Self(rawValue: "config-missing")
}
