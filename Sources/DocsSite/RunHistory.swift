internal import Formats

/// What the last run and the last freshness check said, by unique id.
struct RunHistory {
    private(set) var results: [DataValue] = []
    private var positions: [String: Int] = [:]
    private(set) var freshness: [String: DataValue] = [:]
    let runResults: DataValue?

    /// Commands that write run results without building or testing anything; they say nothing about the data.
    private static let silent: Set<String> = ["compile", "generate", "serve", "parse", "list", "show", "docs"]

    init(runResults: DataValue?, sources: DataValue?) {
        self.runResults = runResults.flatMap { Self.isRun($0) ? $0 : nil }
        results = self.runResults?["results"]?.list ?? []
        for (position, result) in results.enumerated() {
            if let id = result["unique_id"]?.string { positions[id] = position }
        }
        for result in sources?["results"]?.list ?? [] {
            if let id = result["unique_id"]?.string { freshness[id] = result }
        }
    }

    /// The results come from a command that built or tested something.
    static func isRun(_ runResults: DataValue) -> Bool {
        guard runResults["results"]?.list?.isEmpty == false else { return false }
        return !silent.contains(runResults["args"]?["which"]?.string ?? "")
    }

    /// The run without the SQL of what went well: the next manifest has it, and it is most of the bytes.
    var toKeep: DataValue? {
        guard var run = runResults?.mapping else { return nil }
        run["results"] = .list(
            results.map { result in
                guard var entries = result.mapping, ["success", "pass"].contains(Self.status(of: result)) else {
                    return result
                }
                entries["compiled_code"] = nil
                return .mapping(entries)
            })
        return .mapping(run)
    }

    func result(of id: String) -> DataValue? { positions[id].map { results[$0] } }

    /// The last status of a node: of its build, or for a source of its freshness check.
    func status(of id: String) -> String? {
        (result(of: id) ?? freshness[id]).flatMap(Self.status)
    }

    /// dbt's word for how something ended; `recorded` for a test that has passed in spite of what it found, by
    /// `on_fail: audit`.
    static func status(of result: DataValue) -> String? {
        let status = result["status"]?.string
        return status == "pass" && (result["failures"]?.int ?? 0) > 0 ? "recorded" : status
    }

    /// The worst status among some tests; nil when none of them ran.
    func worstStatus(of tests: [ProjectTests.Test]) -> String? {
        let order = ["pass", "success", "skipped", "recorded", "warn", "fail", "error", "runtime error"]
        return tests.compactMap { status(of: $0.id) }
            .max { (order.firstIndex(of: $0) ?? 0) < (order.firstIndex(of: $1) ?? 0) }
    }
}
