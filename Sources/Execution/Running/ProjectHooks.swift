internal import Adapter
internal import Compiler
internal import Diagnostics
internal import Events
internal import Formats
internal import Platform
internal import ProjectGraph
internal import ProjectModel

/// Runs the on-run-start and on-run-end hooks of the project and its packages.
///
/// Source: `compat/macros.md`, and `compat/project.md` for the order: packages first, each in the order of its list.
struct ProjectHooks {
    enum Moment: String {
        case start = "on-run-start"
        case end = "on-run-end"
    }

    private let project: RuntimeProject
    private let session: AdapterSession
    private let reports: Bool

    init(_ project: RuntimeProject, session: AdapterSession, reports: Bool) {
        self.project = project
        self.session = session
        self.reports = reports
    }

    /// Runs the hooks of one moment; after a failure the rest is skipped.
    func run(_ moment: Moment, after results: [NodeResult] = []) -> [NodeResult] {
        let hooks = hooks(of: moment)
        let context = moment == .end ? context(of: results) : nil
        var finished: [NodeResult] = []
        var hasFailed = false
        if moment == .end, !hooks.isEmpty, reports { project.compilation.log.fire(.formatting()) }
        for (index, hook) in hooks.enumerated() {
            let result =
                hasFailed ? skip(hook, index + 1, of: hooks.count) : run(hook, index + 1, of: hooks.count, context)
            hasFailed = hasFailed || result.status.isFailure
            finished.append(result)
        }
        if moment == .start, !hooks.isEmpty, reports { project.compilation.log.fire(.formatting()) }
        return finished
    }

    private func hooks(of moment: Moment) -> [Node] {
        let root = project.manifest.rootPackage
        return project.manifest.nodes.values
            .filter { $0.resourceType == .operation && $0.tags.contains(moment.rawValue) }
            .sorted { left, right in
                let (isLeftRoot, isRightRoot) = (left.packageName == root, right.packageName == root)
                if isLeftRoot != isRightRoot { return isRightRoot }
                if left.packageName != right.packageName { return left.packageName < right.packageName }
                return left.hookIndex < right.hookIndex
            }
    }

    private func name(of hook: Node) -> String {
        "\(hook.packageName).\(hook.tags.first ?? "hook").\(hook.hookIndex - 1)"
    }

    private func skip(_ hook: Node, _ index: Int, of total: Int) -> NodeResult {
        var result = NodeResult(id: hook.uniqueID, status: .skipped)
        result.thread = "main"
        result.message = "\(name(of: hook)) skipped"
        result.failures = 1
        tellEnd(of: hook, result, index, of: total)
        return result
    }

    private func run(_ hook: Node, _ index: Int, of total: Int, _ context: HookContext?) -> NodeResult {
        let log = project.compilation.log
        let resource = ExecutableResource.node(hook)
        let name = name(of: hook)
        let clock = Stopwatch()
        var result = NodeResult(id: hook.uniqueID, status: .success)
        var compiledAt: Timestamp?
        result.thread = "main"
        do throws(Diagnostic) {
            session.recycle(as: hook.uniqueID)
            session.queryComment = try project.compilation.queryComment(for: hook)
            let runner = OperationRunner(project, session: session)
            let sql = try runner.compile(hook: hook, extra: context)
            compiledAt = SystemClock.now
            result.compilation = .init(compiledPath: try write(sql, of: hook), compiledCode: sql)
            if reports {
                log.fire(.logHookStart(name, index: index, total: total, node: resource.info(status: "started")))
            }
            let response = try runner.run(hook: hook, sql)
            if response != nil { try session.commit() }
            result.message = "\(name) passed"
            result.failures = 0
        } catch {
            result.status = .error
            result.failure = error
            let text = error.family == .database ? error.message : error.dbtText
            result.message = "\(name) failed, error:\n \(text)"
            result.failures = 1
        }
        session.release()
        result.timings = clock.timings(compiledAt: compiledAt)
        result.executionTime = clock.seconds
        tellEnd(of: hook, result, index, of: total)
        return result
    }

    /// Writes the SQL below `target/compiled`.
    /// - Returns: the file; nil when the hook has no SQL.
    private func write(_ sql: String, of hook: Node) throws(Diagnostic) -> String? {
        guard !sql.isEmpty else { return nil }
        let compilation = project.compilation
        let targets = TargetFolder(
            files: compilation.files, projectDirectory: compilation.projectDirectory,
            targetPath: compilation.invocation.settings.targetPath)
        let path = targets.compiledPath(of: hook)
        try targets.write(Array(sql.utf8), to: path)
        return path
    }

    private func tellEnd(of hook: Node, _ result: NodeResult, _ index: Int, of total: Int) {
        guard reports else { return }
        let status = result.status.rawValue
        project.compilation.log.fire(
            .logHookEnd(
                name(of: hook), status: status, index: index, total: total, seconds: result.executionTime,
                node: ExecutableResource.node(hook).info(status: status, result: result)))
    }

    private func context(of results: [NodeResult]) -> HookContext {
        var schemas: [(database: String, schema: String)] = []
        var entries: [(fields: DataMapping, subject: HookContext.Subject)] = []
        // Hooks that ran well are not among them, for the sake of old projects.
        for result in results where result.thread != "main" || result.status == .error {
            guard var node = project.manifest.nodes[result.id] else {
                let fields =
                    project.manifest.unitTests[result.id]?.fields
                    ?? project.manifest.resources[result.id]?.manifestFields
                if let fields { entries.append((result.fields, .other(fields))) }
                continue
            }
            node.compilation = result.compilation
            entries.append((result.fields, .node(node)))
            let isBuilt = node.resourceType.isRefable && !node.isEphemeral && !result.status.isFailure
            if isBuilt, !schemas.contains(where: { $0 == (node.database, node.schema) }) {
                schemas.append((node.database, node.schema))
            }
        }
        var names: [String] = []
        for entry in schemas where !names.contains(entry.schema) { names.append(entry.schema) }
        return HookContext(results: entries, schemas: names, databaseSchemas: schemas)
    }
}

extension Node {
    /// The 1-based position of a hook in its list.
    fileprivate var hookIndex: Int {
        if case .operation(let index) = details { return index }
        return 0
    }
}
