internal import Formats
public import ProjectModel

/// What `ls` prints: one line for each selected resource.
///
/// Source: dbt-core 1.11, ls output and `ls --output json`.
public struct Listing {
    public enum Output: String, Sendable, Hashable, CaseIterable {
        case json, name, path, selector
    }

    /// The keys of a JSON line when none are asked for.
    private static let defaultKeys: Set<String> = [
        "alias", "name", "package_name", "depends_on", "tags", "config", "resource_type", "source_name",
        "original_file_path", "unique_id",
    ]

    private let manifest: Manifest

    public init(_ manifest: Manifest) { self.manifest = manifest }

    /// The lines for `ids`, in the order of the ids' text.
    /// - Parameter keys: the keys of JSON lines, which may be paths such as `config.materialized`; empty for the usual.
    public func lines(of ids: [UniqueID], output: Output, keys: [String] = []) -> [String] {
        ids.sorted().compactMap { id in
            switch output {
            case .selector: selector(id)
            case .name: name(id)
            case .path: path(id)
            case .json: fields(id).map { JSON.text(.mapping(chosen($0, keys))) }
            }
        }
    }

    /// The text that selects just this resource.
    private func selector(_ id: UniqueID) -> String? {
        if let node = manifest.nodes[id] { return node.fqn.joined(separator: ".") }
        if let source = manifest.sources[id] {
            return "source:\(source.packageName).\(source.sourceName).\(source.name)"
        }
        if let test = manifest.unitTests[id] {
            return "unit_test:\(test.packageName).\(test.name)\(test.version.map { "_v\($0.text)" } ?? "")"
        }
        return manifest.resources[id].map { "\($0.resourceType.rawValue):\($0.packageName).\($0.name)" }
    }

    private func name(_ id: UniqueID) -> String? {
        if let node = manifest.nodes[id] { return node.searchName }
        if let source = manifest.sources[id] { return "\(source.sourceName).\(source.name)" }
        return manifest.unitTests[id]?.name ?? manifest.resources[id]?.name
    }

    private func path(_ id: UniqueID) -> String? {
        manifest.nodes[id]?.originalFilePath ?? manifest.sources[id]?.originalFilePath
            ?? manifest.unitTests[id]?.originalFilePath ?? manifest.resources[id]?.originalFilePath
    }

    private func fields(_ id: UniqueID) -> DataMapping? {
        manifest.nodes[id]?.fields ?? manifest.sources[id]?.fields ?? manifest.unitTests[id]?.fields
            ?? manifest.resources[id]?.manifestFields
    }

    private func chosen(_ fields: DataMapping, _ keys: [String]) -> DataMapping {
        guard !keys.isEmpty else { return fields.filter { Self.defaultKeys.contains($0.key) } }
        var result: DataMapping = [:]
        for key in keys {
            guard key.contains(".") else {
                if let value = fields[key] { result[key] = value }
                continue
            }
            var value: DataValue? = .mapping(fields)
            for part in key.split(separator: ".", omittingEmptySubsequences: false) { value = value?[String(part)] }
            if let value, !value.isNull { result[key] = value }
        }
        return result
    }
}
