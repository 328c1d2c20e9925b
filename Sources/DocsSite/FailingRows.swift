public import Formats

/// Some of the rows that a test of the last run found.
public struct FailingRows: Sendable {
    /// The unique id of the test.
    public let test: String
    /// A query for a few of the rows.
    public let sql: String

    private static let mostRows = 10
    private static let mostTests = 100

    /// What to ask about the data tests of a run that found rows.
    public static func all(in runResults: DataValue?) -> [FailingRows] {
        let results = runResults?["results"]?.list ?? []
        return results.lazy.compactMap { FailingRows($0) }.prefix(mostTests).map { $0 }
    }

    private init?(_ result: DataValue) {
        guard let test = result["unique_id"]?.string, test.hasPrefix("test."),
            ["fail", "warn", "recorded"].contains(RunHistory.status(of: result)),
            let code = result["compiled_code"]?.string, !code.isEmpty
        else { return nil }
        self.test = test
        // The last line may be a comment.
        sql = "select * from (\n\(code)\n) as failing_rows limit \(Self.mostRows)"
    }

    /// Asks every query and makes `SiteArtifacts.failingRows` of the answers; a query that fails has none.
    public static func document(_ requests: [FailingRows], answer: (_ sql: String) -> QueryAnswer) -> DataValue {
        var document: DataMapping = [:]
        for request in requests {
            guard case .rows(let columns, let rows) = answer(request.sql) else { continue }
            document[request.test] = .mapping([
                "columns": .list(columns.map { .string($0) }), "rows": .list(rows.map { .list($0) }),
            ])
        }
        return .mapping(document)
    }
}
