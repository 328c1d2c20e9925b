internal import Adapter
internal import Diagnostics
internal import Formats
internal import Postgres
internal import ProjectModel

/// Fetches some of the rows that a test has found, by the test's own query.
struct FailingRowSample {
    /// The most rows; 0 fetches none.
    let limit: Int

    /// How many bytes all rows together may have: a log is no place for documents.
    static let maximumSize = 64 << 10

    /// The rows as JSON objects; none when they cannot be had: the verdict stands without them.
    /// - Parameters:
    ///   - code: the compiled test.
    ///   - stored: the relation in which the rows were kept; it spares the query.
    func rows(of test: Node, code: String, stored: Relation?, using session: AdapterSession) -> [String] {
        guard limit > 0 else { return [] }
        let limit = min(self.limit, test.config["limit"]?.int ?? self.limit)
        let source = stored?.render() ?? "(\n\(code)\n) as test_query"
        let query = """
            select pg_catalog.to_jsonb(failing_row.*)::text
            from (select * from \(source) limit \(limit)) as failing_row
            """
        do throws(Diagnostic) {
            // What finds the first rows fast enough for a test finds them fast enough here.
            let results = try session.pipeline(["set local statement_timeout = '30s'", query])
            return Self.fitting((0..<results[1].rowCount).compactMap { results[1].string(row: $0, column: 0) })
        } catch {
            return []
        }
    }

    /// The rows that fit into the size; a row that does not is left out.
    static func fitting(_ rows: [String]) -> [String] {
        var size = 0
        return rows.filter { row in
            guard size + row.utf8.count <= maximumSize else { return false }
            size += row.utf8.count
            return true
        }
    }
}
