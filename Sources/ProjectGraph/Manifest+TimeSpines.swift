public import Diagnostics
internal import OrderedCollections
public import ProjectModel

extension Manifest {
    /// The models that are declared as time spines.
    public var timeSpines: [TimeSpine] { nodes.values.compactMap { TimeSpine($0) } }

    /// The model that is a time spine by its name; nil in a project without semantic models, which needs none.
    public var legacyTimeSpine: Node? {
        guard hasSemanticModels else { return nil }
        return nodes.values.first { $0.resourceType == .model && $0.name == TimeSpine.legacyModelName }
    }

    /// - Throws: when there are semantic models but no time spine of days or less.
    public func requireTimeSpine() throws(Diagnostic) {
        guard hasSemanticModels, legacyTimeSpine == nil else { return }
        if timeSpines.contains(where: { $0.granularity <= .day }) { return }
        throw Diagnostic(
            .timeSpineMissing,
            "The semantic layer requires a time spine model with granularity DAY or smaller in the project, "
                + "but none was found. Guidance on creating this model can be found on our docs site "
                + "(https://docs.getdbt.com/docs/build/metricflow-time-spine).",
            family: .parsing)
    }

    private var hasSemanticModels: Bool { resources.values.contains { $0.resourceType == .semanticModel } }
}

extension Diagnostic.Code {
    /// Semantic models in a project that has no time spine.
    static let timeSpineMissing = Self(rawValue: "time-spine-missing")
}
