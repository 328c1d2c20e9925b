public import Adapter
public import Diagnostics
internal import Formats
internal import Jinja
internal import ProjectLoading
public import ProjectModel
internal import TemplateLibrary

extension Compilation {
    /// The comment that goes with every statement of a node, or of the command when there is none.
    ///
    /// Source: dbt-core 1.11, query-comment.
    /// - Throws: when the project's own comment cannot be rendered, or would end the comment early.
    public func queryComment(for node: Node?) throws(Diagnostic) -> Adapter.QueryComment? {
        switch project.root.project.queryComment {
        case .none: return nil
        case .default: return try Adapter.QueryComment(defaultComment(for: node))
        case .defaultAppended: return try Adapter.QueryComment(defaultComment(for: node), isAppended: true)
        case .custom(let template, let isAppended):
            let text = try rendered(template, for: node)
            return text.isEmpty ? nil : try Adapter.QueryComment(text, isAppended: isAppended)
        }
    }

    private func defaultComment(for node: Node?) -> String {
        var fields: DataMapping = [
            "app": "dbt", "dbt_version": .string(Compatibility.coreVersion), "profile_name": .string(profile.name),
            "target_name": .string(profile.targetName),
        ]
        if let node { fields["node_id"] = .string(node.uniqueID) } else { fields["connection_name"] = "master" }
        return JSON.text(.mapping(fields))
    }

    private func rendered(_ template: String, for node: Node?) throws(Diagnostic) -> String {
        let context = RenderContext(self, package: project.root.name)
        if let node { context.set("node", .object(NodeObject(node))) } else { context.set("node", .null) }
        context.set("connection_name", .string(node?.uniqueID ?? "master"))
        do throws(TemplateError) {
            let source = SourceText(path: "dbt_project.yml", template)
            return try Renderer(resolver: context).render(Template(source, environment: TemplateEnvironments.text))
                .string.trimmedBlanks
        } catch {
            var diagnostic = error.diagnostic
            // Here dbt does not guess why a name is undefined.
            if error.kind == .undefined { diagnostic.message = error.message }
            diagnostic.subject = "query-comment (dbt_project.yml)"
            throw diagnostic
        }
    }
}
