public import Formats
internal import SQLText

/// What the quality log says of the last runs: the page of the checks and how they went.
///
/// The columns are those of the log's table; see docs/guide/quality.md.
public struct QualityHistory: Sendable {
    /// The latest runs that are looked at.
    static let mostRuns = 60
    /// The most results that are read, whatever the number of runs.
    static let mostResults = 50_000
    /// The most checks whose failing rows are shown.
    static let mostSamples = 500

    private let name: String
    private let runs: String

    /// - Parameters:
    ///   - schema: that of the log's table.
    ///   - table: its name.
    ///   - project: whose results are shown; several projects may share a log.
    ///   - target: whose results are shown.
    public init(schema: String, table: String, project: String, target: String) {
        let name = "\(SQL.quotedIdentifier(schema)).\(SQL.quotedIdentifier(table))"
        self.name = name
        // From run to run along the index: a log of many runs is not read as a whole.
        func latest(_ condition: String) -> String {
            """
            select run_id, run_started_at, command
            from \(name)
            where project_name = \(SQL.literal(project)) and target_name = \(SQL.literal(target))\(condition)
            order by run_started_at desc
            limit 1
            """
        }
        runs = """
            with recursive every_run as (
                (\(latest("")))
                union all
                select earlier.*
                from every_run r
                cross join lateral (\(latest(" and run_started_at < r.run_started_at"))) as earlier
            ),
            runs as (select * from every_run limit \(Self.mostRuns))
            """
    }

    /// The results of the last runs, the latest first.
    public var resultsQuery: String {
        """
        \(runs)
        select
            r.run_id, to_char(r.run_started_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as started, r.command,
            c.test_id, c.test_name, c.test_type, c.check_name, c.node_id, c.relation, c.column_name, c.severity,
            c.on_fail, c.consequence, c.failures, c.message
        from runs r
        join \(name) c on c.run_started_at = r.run_started_at and c.run_id = r.run_id
        order by r.run_started_at desc, c.test_id
        limit \(Self.mostResults)
        """
    }

    /// For each check the last failing rows that were kept.
    public var samplesQuery: String {
        """
        \(runs)
        select distinct on (c.test_id)
            c.test_id, to_char(r.run_started_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as started,
            c.sample::text as sample
        from runs r
        join \(name) c on c.run_started_at = r.run_started_at and c.run_id = r.run_id
        where c.sample is not null
        order by c.test_id, r.run_started_at desc
        limit \(Self.mostSamples)
        """
    }

    /// `SiteArtifacts.quality`: `runs`, each with `id`, `at` and `command`, the oldest first; `checks`, each with its facts,
    /// its `history` (a list of run, consequence and number of failures) and its last `sample`; or the `error` of a log that
    /// cannot be read.
    public static func document(_ results: QueryAnswer, _ samples: QueryAnswer) -> DataValue {
        switch results {
        case .failure(let message):
            return .mapping(["error": .string(message), "runs": .list([]), "checks": .list([])])
        case .rows(let columns, let rows):
            var history = Reader(columns)
            for row in rows { history.add(row) }
            if case .rows(_, let rows) = samples { for row in rows { history.addSample(row) } }
            return history.document
        }
    }

    /// Gathers the rows of both queries.
    private struct Reader {
        private let positions: [String: Int]
        /// The latest first, as they come.
        private var runs: [DataValue] = []
        private var runNumbers: [String: Int] = [:]
        private var checks: DataMapping = [:]
        /// Checks that were skipped in all runs so far.
        private var skipped: Set<String> = []
        private var histories: [String: [(run: Int, result: [DataValue])]] = [:]

        init(_ columns: [String]) {
            positions = Dictionary(columns.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        }

        private static let facts = [
            "test_id": "id", "test_name": "name", "test_type": "type", "check_name": "check", "node_id": "node",
            "relation": "relation", "column_name": "column", "severity": "severity", "on_fail": "onFail",
            "message": "message",
        ]

        mutating func add(_ row: [DataValue]) {
            func value(_ column: String) -> DataValue {
                positions[column].flatMap { row.indices.contains($0) ? row[$0] : nil } ?? .null
            }
            guard let id = value("test_id").string, let run = value("run_id").string else { return }
            if runNumbers[run] == nil {
                runNumbers[run] = runs.count
                runs.append(
                    .mapping(["id": .string(run), "at": value("started"), "command": value("command")]))
            }
            // The latest result tells what the check is today; that it was skipped tells nothing.
            let isSkipped = value("consequence") == "skipped"
            if checks[id] == nil || (skipped.contains(id) && !isSkipped) {
                if isSkipped { skipped.insert(id) } else { skipped.remove(id) }
                var facts: DataMapping = [:]
                for (column, key) in Self.facts.sorted(by: { $0.value < $1.value }) where value(column) != .null {
                    facts[key] = value(column)
                }
                checks[id] = .mapping(facts)
            }
            histories[id, default: []].append((runNumbers[run] ?? 0, [value("consequence"), value("failures")]))
        }

        mutating func addSample(_ row: [DataValue]) {
            guard row.count == 3, let id = row[0].string, var check = checks[id]?.mapping, let text = row[2].string,
                let rows = (try? JSON.parse(text))?.list, !rows.isEmpty
            else { return }
            var columns: [String] = []
            for row in rows {
                for key in (row.mapping ?? [:]).keys where !columns.contains(key) { columns.append(key) }
            }
            let cells = rows.map { row in DataValue.list(columns.map { cell(row[$0]) }) }
            check["sample"] = .mapping([
                "at": row[1], "columns": .list(columns.map { .string($0) }), "rows": .list(cells),
            ])
            checks[id] = .mapping(check)
        }

        /// Documents within a row are shown as text.
        private func cell(_ value: DataValue?) -> DataValue {
            switch value {
            case .mapping?, .list?: .string(JSON.text(value ?? .null))
            default: value ?? .null
            }
        }

        var document: DataValue {
            let last = runs.count - 1
            let list = checks.map { id, facts -> DataValue in
                var check = facts.mapping ?? [:]
                check["history"] = .list(
                    (histories[id] ?? []).reversed().map { run, result in .list([.int(last - run)] + result) })
                return .mapping(check)
            }
            return .mapping(["runs": .list(runs.reversed()), "checks": .list(list)])
        }
    }
}
