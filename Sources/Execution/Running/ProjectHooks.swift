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
/// Source: dbt-core 1.11; the order: those of the project first, then those of its packages by name.
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

    /// Runs the hooks of one moment, in one session and without a transaction; after a failure the rest is skipped.
    /// - Throws: when a hook cannot be rendered, which ends the command.
    func run(_ moment: Moment, into finished: inout [NodeResult], after results: [NodeResult] = []) throws(Diagnostic) {
        let hooks = hooks(of: moment)
        guard !hooks.isEmpty else { return }
        // Hooks of packages know nothing of loads.
        let context = moment == .end ? context(of: results.filter { $0.load == nil }) : nil
        session.recycle(as: "master")
        defer { session.release() }
        try session.leaveTransaction()
        var hasFailed = false
        if moment == .end, reports { project.compilation.log.fire(.formatting()) }
        for (index, var hook) in hooks.enumerated() {
            let place = (index: index + 1, total: hooks.count)
            hook.details = .operation(index: place.index)
            var result = hasFailed ? skip(hook, place) : try run(hook, place, context)
            result.hookIndex = place.index
            hasFailed = hasFailed || result.status.isFailure
            finished.append(result)
        }
        if moment == .start, reports { project.compilation.log.fire(.formatting()) }
    }

    private func hooks(of moment: Moment) -> [Node] {
        let root = project.manifest.rootPackage
        return project.manifest.nodes.values
            .filter { $0.resourceType == .operation && $0.tags.contains(moment.rawValue) }
            .sorted { left, right in
                let (isLeftRoot, isRightRoot) = (left.packageName == root, right.packageName == root)
                if isLeftRoot != isRightRoot { return isLeftRoot }
                if left.packageName != right.packageName { return left.packageName < right.packageName }
                return left.hookIndex < right.hookIndex
            }
    }

    private func run(
        _ hook: Node, _ place: (index: Int, total: Int), _ context: HookContext?
    ) throws(Diagnostic) -> NodeResult {
        let name = hook.hookName(at: place.index)
        let clock = Stopwatch()
        session.queryComment = try project.compilation.queryComment(for: hook)
        let sql = try OperationRunner(project, session: session).sql(ofHook: hook, extra: context)
        if reports {
            let info = ExecutableResource.node(hook).info(status: "started")
            project.compilation.log.fire(.logHookStart(name, index: place.index, total: place.total, node: info))
        }
        let renderedAt = SystemClock.now
        var result = NodeResult(id: hook.uniqueID, status: .success)
        result.thread = "main"
        result.message = "\(name) passed"
        result.failures = 0
        result.compilation = .init(compiledPath: try write(sql, of: hook), compiledCode: sql)
        do throws(Diagnostic) {
            if sql.contains(where: { !$0.isWhitespace }) { _ = try session.execute(sql) }
        } catch {
            result.status = .error
            result.failure = error
            let text = error.family == .database ? error.message : error.dbtText
            result.message = "\(name) failed, error:\n \(text)"
            result.failures = 1
        }
        result.timings = clock.timings(compiledAt: renderedAt)
        result.executionTime = clock.seconds
        reportEnd(of: hook, place, result)
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

    private func skip(_ hook: Node, _ place: (index: Int, total: Int)) -> NodeResult {
        var result = NodeResult(id: hook.uniqueID, status: .skipped)
        result.thread = "main"
        result.message = "\(hook.hookName(at: place.index)) skipped"
        result.failures = 1
        reportEnd(of: hook, place, result)
        return result
    }

    private func reportEnd(of hook: Node, _ place: (index: Int, total: Int), _ result: NodeResult) {
        guard reports else { return }
        let status = result.status.rawValue
        project.compilation.log.fire(
            .logHookEnd(
                hook.hookName(at: place.index), status: status, index: place.index, total: place.total,
                seconds: result.executionTime,
                node: ExecutableResource.node(hook).info(status: status, result: result)))
    }

    private func context(of results: [NodeResult]) -> HookContext {
        var schemas: [(database: String, schema: String)] = []
        var entries: [HookContext.Result] = []
        for result in results {
            guard let resource = ExecutableResource(result.id, in: project.manifest) else { continue }
            // Of hooks, only those that failed are among the results.
            if case .node(let node) = resource, node.resourceType == .operation, !result.status.isFailure { continue }
            entries.append(.init(result, resource))
            guard case .node(let node) = resource, node.resourceType.isRefable, !node.isEphemeral,
                !result.status.isFailure, !schemas.contains(where: { $0 == (node.database, node.schema) })
            else { continue }
            schemas.append((node.database, node.schema))
        }
        var names: [String] = []
        for entry in schemas where !names.contains(entry.schema) { names.append(entry.schema) }
        return HookContext(results: entries, schemas: names, databaseSchemas: schemas)
    }
}

extension HookContext.Result {
    fileprivate init(_ result: NodeResult, _ resource: ExecutableResource) {
        let node: HookContext.HookNode
        switch resource {
        case .node(var executed):
            executed.compilation = result.compilation
            executed.buildPath = result.buildPath
            node = .node(executed)
        case .unitTest(let test): node = .other(type: .unitTest, fields: test.fields)
        case .source(let source), .load(let source, _): node = .other(type: .source, fields: source.fields)
        case .described(let resource): node = .other(type: resource.resourceType, fields: resource.manifestFields)
        }
        let isTest = resource.type == .test || resource.type == .unitTest
        self.init(
            fields: result.templateFields,
            statusClass: isTest ? "TestStatus" : resource.type == .source ? "FreshnessStatus" : "RunStatus",
            timings: result.timings.map { ($0.name, $0.startedAt, $0.completedAt) }, node: node)
    }
}

extension Node {
    /// What messages call a hook that is the `index`th, from 1, of all that run at that moment.
    fileprivate func hookName(at index: Int) -> String { "\(packageName).\(tags.first ?? "hook").\(index - 1)" }

    /// The position of a hook in the list of its project, from 0.
    fileprivate var hookIndex: Int {
        if case .operation(let index) = details { return index }
        return 0
    }
}
