import Platform
import Testing

@testable import SourceLoading

@Suite struct LoadPlanTests {
    private func file(_ name: String, size: Int = 10, modified: Int = 1) -> LandingFile {
        LandingFile(path: "/p/\(name)", shownPath: name, name: name, size: size, modified: modified, values: [])
    }

    private let loaded = [
        "same": LoadPlan.Loaded(size: 10, modified: 1, checksum: "s"),
        "touched": LoadPlan.Loaded(size: 10, modified: 0, checksum: "touched"),
        "other": LoadPlan.Loaded(size: 10, modified: 0, checksum: "x"),
        "longer": LoadPlan.Loaded(size: 9, modified: 1, checksum: "longer"),
    ]

    @Test(arguments: ExternalSource.ChangePolicy.allCases)
    func readsOnlyFilesWhoseTimeIsAnotherOne(policy: ExternalSource.ChangePolicy) {
        let files = ["same", "touched", "other", "longer", "new"].map { file($0) }
        var read: [String] = []
        let plan = LoadPlan(files, loaded: loaded, onChange: policy) { file in
            read.append(file.name)
            return file.name
        }
        #expect(read == ["touched", "other"])
        #expect(plan.unchanged.map(\.name) == ["same", "touched"])
        #expect(plan.touched.map(\.name) == ["touched"])
        #expect(plan.changed.map(\.name) == (policy == .error ? ["other", "longer"] : []))
        #expect(plan.jobs.map(\.file.name) == (policy == .reload ? ["other", "longer", "new"] : ["new"]))
        #expect(plan.ignored == (policy == .ignore ? 2 : 0))
    }

    @Test func smallFilesShareATransactionAndBigOnesDoNot() {
        let files = (0..<1_200).map { file("f\($0)", size: 10) } + (0..<3).map { file("big\($0)", size: 5 << 20) }
        let plan = LoadPlan(files, loaded: [:], onChange: .error) { _ in "" }
        #expect(plan.groups(parallel: 4).map(\.count) == [500, 500, 200, 1, 1, 1])
    }
}

@Suite struct FileSearchTests {
    private func find(_ location: String, _ paths: [String], archive: String? = nil) throws -> [String] {
        var source = try source(.csv, ["a"]) { $0.archive = archive }
        source.location = try LocationPattern(location)
        let files = MemoryFiles(Dictionary(uniqueKeysWithValues: paths.map { ("/project/" + $0, "x") }))
        return try FileSearch(source, projectDirectory: "/project", files: files).find().map { file in
            ([file.name] + file.values).joined(separator: " ")
        }
    }

    @Test func findsFilesInFoldersOfPlaceholders() throws {
        let paths = ["in/2024-01-02/o.csv", "in/2024-01-01/o.csv", "in/2024-01-01/p.csv", "in/o.csv", "x/a/o.csv"]
        #expect(
            try find("in/{day}/o.csv", paths) == ["2024-01-01/o.csv 2024-01-01", "2024-01-02/o.csv 2024-01-02"])
        #expect(try find("in/**/o.csv", paths) == ["2024-01-01/o.csv", "2024-01-02/o.csv", "o.csv"])
        #expect(try find("in/o.csv", paths) == ["o.csv"])
        #expect(try find("none/*.csv", paths) == [])
    }

    @Test func leavesHiddenFilesAndTheArchiveAlone() throws {
        let paths = ["in/a.csv", "in/.b.csv.tmp", "in/.c.csv", "in/done/a.csv", "in/.d/e.csv"]
        #expect(try find("in/**/*.csv", paths, archive: "in/done") == ["a.csv"])
        #expect(try find("in/.*.csv", paths) == [".c.csv"])
    }

    @Test func knowsTheValuesOfAPathThatIsNotThereAnyMore() throws {
        let pattern = try LocationPattern("in/{day}/**/o_{n}.csv")
        #expect(pattern.values(of: "2024-01-01/a/b/o_7.csv") == ["2024-01-01", "7"])
        #expect(pattern.values(of: "2024-01-01/o_7.csv") == ["2024-01-01", "7"])
        #expect(pattern.values(of: "o_7.csv") == nil)
    }
}
