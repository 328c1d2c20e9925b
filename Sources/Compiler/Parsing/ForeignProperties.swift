internal import Diagnostics
internal import ProjectLoading
internal import ProjectModel

/// Properties that stand in one package and belong to a node of another: a project describes and configures models of
/// its packages.
///
/// Source: dbt-core 1.11: properties belong to the node of their own package, else to the only one of that name.
struct ForeignProperties: Sendable {
    private struct Key: Hashable {
        var package: String
        var type: ResourceType
        var name: String
    }

    private static let types: [SourceFile.Kind: ResourceType] = [.model: .model, .seed: .seed, .snapshot: .snapshot]

    private var patches: [Key: ResourceProperties] = [:]

    /// - Throws: when the package of the node describes it too.
    init(_ project: LoadedProject) throws(Diagnostic) {
        guard project.packages.count > 1 else { return }
        var owners: [String: [Key]] = [:]
        for package in project.packages {
            for file in package.files {
                guard let type = Self.types[file.kind] else { continue }
                owners[file.stem, default: []].append(Key(package: package.name, type: type, name: file.stem))
            }
        }
        for package in project.packages {
            for patch in package.properties.patches where patch.version == nil && patch.relation == nil {
                guard let found = owners[patch.name], found.count == 1, let key = found.first, key.type == patch.type,
                    key.package != package.name
                else { continue }
                let own = project.packages.first { $0.name == key.package }
                if let other = own?.properties.patch(for: patch.type, named: patch.name) ?? patches[key] {
                    throw patch.duplicate(of: other.place.file.originalPath)
                }
                patches[key] = patch
            }
        }
    }

    /// What another package says of a node.
    func patch(for type: ResourceType, named name: String, in package: String) -> ResourceProperties? {
        guard !patches.isEmpty else { return nil }
        return patches[Key(package: package, type: type, name: name)]
    }

    /// Whether the properties belong to a node of another package than their own.
    func contains(_ patch: ResourceProperties) -> Bool {
        patches.contains { $0.key.type == patch.type && $0.key.name == patch.name && $0.value.place == patch.place }
    }
}
