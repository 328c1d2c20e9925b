internal import Diagnostics
internal import Jinja
internal import ProjectModel

/// Which macros a macro calls, told from its text.
///
/// Source: dbt-core 1.11, dispatch: a dispatch with constant arguments counts as a call of what it finds, and one in
/// a project's macro file that finds nothing is an error of every command.
struct MacroDependencies {
    let library: MacroLibrary

    /// The ids of the macros that `macro` calls, in the order of the text.
    func ids(of macro: ProjectMacro) throws(Diagnostic) -> [UniqueID] {
        let calls: [StaticCall]
        do throws(TemplateError) { calls = try macro.calls() } catch { throw error.diagnostic }
        let package = macro.macro.packageName
        var ids: [UniqueID] = []
        var seen: Set<UniqueID> = []
        func add(_ found: ProjectMacro?) {
            guard let id = found?.macro.uniqueID, seen.insert(id).inserted else { return }
            ids.append(id)
        }
        /// A macro may have the name of the one it dispatches to; that is no call of itself.
        func add(called path: [String]) {
            guard path != [macro.macro.name] else { return }
            switch path.count {
            case 1 where !Self.standardNames.contains(path[0]): add(library.mentioned(path[0], in: package))
            case 2 where path[0] != "adapter": add(library.mentioned(path[1], in: path[0]))
            default: break
            }
        }
        for call in calls {
            if call.callee == ["adapter", "dispatch"] {
                if case .string(let name)? = argument(call, 0, "macro_name") { add(called: [name]) }
                try add(dispatched(call, in: macro))
            } else {
                add(called: call.callee)
            }
        }
        return ids
    }

    /// A macro and all that it calls, directly or not.
    func reachable(from id: UniqueID) throws(Diagnostic) -> Set<UniqueID> {
        var found: Set<UniqueID> = [id]
        var stack = [id]
        while let next = stack.popLast() {
            guard let macro = library.macro(id: next) else { continue }
            for called in try ids(of: macro) where found.insert(called).inserted { stack.append(called) }
        }
        return found
    }

    /// Names that are no macros to dbt here, even where a project replaces them by one.
    private static let standardNames: Set<String> = [
        "source", "ref", "config", "var", "env_var", "return", "log", "print", "fromjson", "tojson", "fromyaml",
        "toyaml",
        "set", "set_strict", "zip", "zip_strict", "local_md5", "diff_of_two_dicts", "dbt_version", "target",
    ]

    private func dispatched(_ call: StaticCall, in macro: ProjectMacro) throws(Diagnostic) -> ProjectMacro? {
        guard case .string(let name)? = argument(call, 0, "macro_name") else { return nil }
        var namespace: String?
        switch argument(call, 1, "macro_namespace") {
        case .string(let text)?: namespace = text
        case nil, StaticCall.Constant.none?: break
        default: return nil
        }
        do {
            return try library.dispatch(name, namespace: namespace, for: nil)
        } catch {
            // Our own macros dispatch to names that only other adapters have.
            if MacroLibrary.internalPackages.contains(macro.macro.packageName) { return nil }
            var error = error
            error.source = macro.source
            error.range = call.range
            error.subject = "macro \(macro.macro.name) (\(macro.macro.originalFilePath))"
            throw error
        }
    }

    private func argument(_ call: StaticCall, _ position: Int, _ name: String) -> StaticCall.Constant? {
        if call.arguments.indices.contains(position) { return call.arguments[position] }
        return call.keywords.first { $0.name == name }?.value
    }
}
