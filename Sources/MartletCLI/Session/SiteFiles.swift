internal import Adapter
internal import Diagnostics
internal import DocsSite
internal import Execution
internal import Formats
internal import Platform

/// Writes the documentation site from the artifacts that lie in the target folder.
struct SiteFiles {
    private let session: ProjectSession
    /// What the last command that built something left: compiling for the site writes results of its own.
    private let runResults: DataValue?

    /// Call it before the project is compiled.
    init(_ session: ProjectSession) {
        self.session = session
        let path = Path.join(session.targetDirectory, "run_results.json")
        let current = (try? session.setup.files.read(path)).flatMap { bytes in
            try? JSON.parse(SourceText(path: "run_results.json", bytes: bytes))
        }
        runResults = LastRun.results(current, in: session.targetDirectory, session.setup.files)
    }

    /// - Parameter isStatic: whether everything goes into one file.
    func write(isStatic: Bool) throws(Diagnostic) {
        guard let manifest = try Self.artifact("manifest.json", of: session) else { return }
        let artifacts = SiteArtifacts(
            manifest: manifest, catalog: try Self.artifact("catalog.json", of: session), runResults: runResults,
            sources: try Self.artifact("sources.json", of: session), charts: try charts(in: manifest),
            columnLineage: try Self.artifact("column_lineage.json", of: session), failingRows: failingRows,
            sizes: sizes(manifest))
        let site = DocumentationSite(artifacts)
        do throws(FileError) {
            try site.write(to: session.targetDirectory, in: session.setup.files)
            if isStatic { try site.writeStatic(to: session.targetDirectory, in: session.setup.files) }
        } catch { throw error.diagnostic() }
    }

    /// A document of the target folder; nil when it is not there, or no JSON.
    static func artifact(_ name: String, of session: ProjectSession) throws(Diagnostic) -> DataValue? {
        let path = Path.join(session.targetDirectory, name)
        guard session.setup.files.isFile(path) else { return nil }
        do throws(FileError) {
            let bytes = try session.setup.files.read(path)
            return try? JSON.parse(SourceText(path: name, bytes: bytes))
        } catch { throw error.diagnostic() }
    }

    /// Runs the queries of the charts that exposures declare; a chart that fails says so on its page.
    private func charts(in manifest: DataValue) throws(Diagnostic) -> DataValue? {
        let requests = ChartRequest.all(in: manifest)
        guard !requests.isEmpty else { return nil }
        let adapter = AdapterSession(
            session.connection, name: "charts", registry: CurrentCommand.interruption.sessions)
        defer { adapter.close() }
        return ChartRequest.document(requests) { _, sql in answer([sql], adapter) }
    }

    /// Rows that the tests of the last run found, as far as they are found quickly.
    private var failingRows: DataValue? {
        let requests = FailingRows.all(in: runResults)
        guard !requests.isEmpty else { return nil }
        let adapter = AdapterSession(
            session.connection, name: "failing_rows", registry: CurrentCommand.interruption.sessions)
        defer { adapter.close() }
        return FailingRows.document(requests) { sql in
            answer(["set local statement_timeout = '10s'", sql], adapter)
        }
    }

    private func sizes(_ manifest: DataValue) -> DataValue? {
        guard let query = RelationSizes.query(for: manifest) else { return nil }
        let adapter = AdapterSession(
            session.connection, name: "sizes", registry: CurrentCommand.interruption.sessions)
        defer { adapter.close() }
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
