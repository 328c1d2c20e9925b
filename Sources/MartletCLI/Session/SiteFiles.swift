internal import Adapter
internal import Compiler
internal import Diagnostics
internal import DocsSite
internal import Execution
internal import Formats
internal import Platform
internal import ProjectGraph
internal import ProjectLoading
internal import ProjectModel

/// Writes the documentation site from the artifacts that lie in the target folder.
struct SiteFiles {
    private let session: ProjectSession
    /// What the last command that built something left: compiling for the site writes results of its own.
    private let runResults: DataValue?

    /// Call it before the project is compiled.
    init(_ session: ProjectSession) {
        self.session = session
        let current = (try? session.artifact("run_results.json")) ?? nil
        runResults = LastRun.results(current, in: session.targetDirectory, session.setup.files)
    }

    /// - Parameters:
    ///   - isStatic: whether everything goes into one file.
    ///   - looksAtData: whether the database is asked for sizes and for rows that tests found.
    func write(isStatic: Bool, looksAtData: Bool) throws(Diagnostic) {
        guard let manifest = try session.artifact("manifest.json") else { return }
        let adapter = AdapterSession(
            session.connection, name: "site", registry: CurrentCommand.interruption.sessions)
        defer { adapter.close() }
        let artifacts = SiteArtifacts(
            manifest: manifest, catalog: try session.artifact("catalog.json"), runResults: runResults,
            sources: try session.artifact("sources.json"), charts: charts(manifest, adapter),
            columnLineage: try session.artifact("column_lineage.json"),
            failingRows: looksAtData ? failingRows(adapter) : nil,
            sizes: looksAtData ? sizes(manifest, adapter) : nil,
            quality: looksAtData ? quality(adapter) : nil)
        let site = DocumentationSite(artifacts)
        do throws(FileError) {
            try site.write(to: session.targetDirectory, in: session.setup.files)
            if isStatic { try site.writeStatic(to: session.targetDirectory, in: session.setup.files) }
        } catch { throw error.diagnostic() }
    }

    /// Runs the queries of the charts that exposures declare; a chart that fails says so on its page.
    private func charts(_ manifest: DataValue, _ adapter: AdapterSession) -> DataValue? {
        let requests = ChartRequest.all(in: manifest)
        guard !requests.isEmpty else { return nil }
        return ChartRequest.document(requests) { _, sql in answer([sql], adapter) }
    }

    /// Rows that the tests of the last run found, as far as they are found quickly.
    private func failingRows(_ adapter: AdapterSession) -> DataValue? {
        let requests = FailingRows.all(in: runResults)
        guard !requests.isEmpty else { return nil }
        return FailingRows.document(requests) { sql in
            answer(["set local statement_timeout = '10s'", sql], adapter)
        }
    }

    /// What the quality log holds of this project's last runs against this target.
    private func quality(_ adapter: AdapterSession) -> DataValue? {
        guard let log = session.compilation.project.extensions.qualityLog else { return nil }
        let history = QualityHistory(
            schema: log.schema, table: log.table, project: session.manifest.rootPackage,
            target: session.profile.targetName)
        let timeout = "set local statement_timeout = '10s'"
        return QualityHistory.document(
            answer([timeout, history.resultsQuery], adapter), answer([timeout, history.samplesQuery], adapter))
    }

    private func sizes(_ manifest: DataValue, _ adapter: AdapterSession) -> DataValue? {
        guard let query = RelationSizes.query(for: manifest) else { return nil }
        return RelationSizes.document(for: manifest, answer([query], adapter))
    }

    /// What the last of some statements gives, in a transaction of their own.
    private func answer(_ statements: [String], _ adapter: AdapterSession) -> QueryAnswer {
        do throws(Diagnostic) {
            var table = Table.empty
            for statement in statements { table = try adapter.execute(statement, fetch: true).table }
            adapter.rollback()
            let rows = (0..<table.rowCount).map { row in table.row(row).map(value) }
            return .rows(columns: table.columnNames, rows)
        } catch {
            adapter.rollback()
            return .failure(error.message)
        }
    }

    private func value(_ cell: Cell) -> DataValue {
        switch cell {
        case .null: .null
        case .bool(let flag): .bool(flag)
        case .int(let number): .int(number)
        default: .text(cell.string)
        }
    }
}
