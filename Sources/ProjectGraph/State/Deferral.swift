internal import Formats
internal import ProjectModel

extension Manifest {
    /// The manifest with the relation that each node has in another environment, for references that are deferred.
    ///
    /// Of the other manifest only what makes a relation counts: models that are not ephemeral, seeds, snapshots and
    /// functions. Source: dbt-core 1.11, `merge_from_artifact`.
    /// - Parameter other: the manifest that `--state` or `--defer-state` names.
    public func deferring(to other: Manifest) -> Manifest {
        var manifest = self
        for origin in other.nodes.values where origin.resourceType == .function || origin.resourceType.isRefable {
            guard !origin.isEphemeral else { continue }
            manifest.nodes[origin.uniqueID]?.deferRelation = Node.DeferRelation(origin)
        }
        return manifest
    }
}
