internal import Diagnostics
internal import ProjectLoading
internal import ProjectModel

/// A piece of the parse phase that one thread does: a file, or some of what yml files define.
enum ParseJob {
    case file(SourceFile, DraftReader)
    /// Snapshots of yml files, and hooks.
    case declared(DraftReader)
    case tests(ArraySlice<TestDeclaration>, DraftReader)

    /// Tests are many and small, so that a piece of work is a few dozen of them.
    private static let testsPerJob = 64

    /// All pieces of one package, in the order of its resources in the manifest.
    static func jobs(of reader: DraftReader) -> [ParseJob] {
        let package = reader.package
        var jobs = package.files.filter(\.kind.definesNodes).map { ParseJob.file($0, reader) }
        jobs.append(.declared(reader))
        let tests = package.properties.tests
        for start in stride(from: 0, to: tests.count, by: testsPerJob) {
            jobs.append(.tests(tests[start..<min(start + testsPerJob, tests.count)], reader))
        }
        return jobs
    }

    func drafts() throws(Diagnostic) -> [Draft] {
        switch self {
        case .file(let file, let reader): return try reader.drafts(in: file)
        case .declared(let reader):
            let snapshots = reader.package.properties.patches.filter { $0.type == .snapshot && $0.relation != nil }
            return snapshots.map { reader.snapshot($0, relation: $0.relation ?? "") } + reader.hooks()
        case .tests(let tests, let reader): return tests.map(reader.test)
        }
    }
}
