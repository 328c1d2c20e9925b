internal import Formats
internal import Jinja
internal import ProjectGraph
internal import ProjectModel
internal import TemplateLibrary

/// `graph`: the manifest as templates see it; each resource is made when it is first looked at.
///
/// Source: `compat/jinja.md`, globals.
struct GraphMapping {
    private let manifest: Manifest

    init(_ manifest: Manifest) { self.manifest = manifest }

    var value: Value {
        let manifest = manifest
        let sections = [
            "exposures", "functions", "groups", "metrics", "nodes", "sources", "semantic_models", "saved_queries",
        ]
        return .object(LazyMapping(keys: { sections }) { section in Self.section(section, of: manifest) })
    }

    private static func section(_ name: String, of manifest: Manifest) -> Value? {
        switch name {
        case "nodes":
            return mapping(
                manifest.nodes.values.filter { $0.resourceType != .function }.map { ($0.uniqueID, $0.fields) })
        case "functions":
            return mapping(
                manifest.nodes.values.filter { $0.resourceType == .function }.map { ($0.uniqueID, $0.fields) })
        case "sources": return mapping(manifest.sources.values.map { ($0.uniqueID, $0.fields) })
        case "exposures": return resources(.exposure, manifest)
        case "groups": return resources(.group, manifest)
        case "metrics": return resources(.metric, manifest)
        case "semantic_models": return resources(.semanticModel, manifest)
        case "saved_queries": return resources(.savedQuery, manifest)
        default: return nil
        }
    }

    private static func resources(_ type: ResourceType, _ manifest: Manifest) -> Value {
        mapping(manifest.resources(of: type).map { ($0.uniqueID, $0.manifestFields) })
    }

    private static func mapping(_ entries: [(UniqueID, DataMapping)]) -> Value {
        let dict = DictObject()
        for (id, fields) in entries { dict.set(Text(id), .dict(DictObject(fields))) }
        return .dict(dict)
    }
}
