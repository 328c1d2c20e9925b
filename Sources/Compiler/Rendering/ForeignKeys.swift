internal import Adapter
internal import Diagnostics
internal import Formats
internal import ProjectGraph
internal import ProjectLoading
internal import ProjectModel

/// Puts relations in the place of the references that foreign keys of contracts make.
struct ForeignKeys {
    private let project: RuntimeProject

    init(_ project: RuntimeProject) { self.project = project }

    func resolve(in node: inout Node) throws(Diagnostic) {
        guard case .model(var model) = node.details else { return }
        try resolve(&model.constraints, node)
        node.details = .model(model)
        for (name, column) in node.columns where column.constraints.contains(where: { $0.to != nil }) {
            var column = column
            try resolve(&column.constraints, node)
            node.columns[name] = column
        }
    }

    private func resolve(_ constraints: inout [Constraint], _ node: Node) throws(Diagnostic) {
        for index in constraints.indices where constraints[index].kind == .foreignKey {
            guard let target = constraints[index].to, !target.isEmpty else { continue }
            constraints[index].to = try relation(target, node) ?? target
        }
    }

    private func relation(_ target: String, _ node: Node) throws(Diagnostic) -> String? {
        let references = project.manifest.references
        switch ReferenceText(target) {
        case .ref(let call)?:
            guard case .found(let id) = try references.resolve(call, from: node.packageName),
                let parent = project.manifest.nodes[id]
            else { return nil }
            let root = project.compilation.project.root.project
            // Unlike a reference, a deferred key does not ask whether the own relation exists.
            if project.compilation.invocation.settings.defers, let origin = parent.deferRelation {
                return RelationNames.relation(of: origin, project: root).render()
            }
            return RelationNames.relation(of: parent, project: root).render()
        case .source(let call)?:
            guard case .found(let id) = references.resolve(call, from: node.packageName),
                let source = project.manifest.sources[id]
            else { return nil }
            return RelationNames.relation(of: source).render()
        case .metric?, nil: return nil
        }
    }
}
