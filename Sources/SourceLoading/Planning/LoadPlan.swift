internal import Diagnostics
internal import Platform

/// A file with what is to be done about it.
struct LoadJob: Sendable, Hashable {
    var file: LandingFile
    /// Whether rows that were loaded from it before go first.
    var replaces = false
}

/// Which files of a source are loaded: what was found, held against the ledger.
struct LoadPlan: Sendable {
    /// What the ledger says of a loaded file.
    struct Loaded: Sendable, Hashable {
        var size: Int
        var modified: Int
        var checksum: String
        /// Where it is in the archive.
        var archivePlace: String?
    }

    private(set) var jobs: [LoadJob] = []
    /// Files with other content than what was loaded, where that is an error.
    private(set) var changed: [LandingFile] = []
    /// Loaded files that lie where they were.
    private(set) var unchanged: [LandingFile] = []
    /// Those of them whose time is another one.
    private(set) var touched: [LandingFile] = []
    private(set) var ignored = 0

    /// - Parameter checksum: reads a file; called only when size or time differ from the ledger's.
    init(
        _ files: [LandingFile], loaded: [String: Loaded], onChange: ExternalSource.ChangePolicy,
        checksum: (LandingFile) throws(LoadFailure) -> String
    ) {
        for file in files {
            guard let known = loaded[file.shownPath] else {
                jobs.append(LoadJob(file: file))
                continue
            }
            if known.size == file.size, known.modified == file.modified {
                unchanged.append(file)
                continue
            }
            if known.size == file.size, (try? checksum(file)) == known.checksum {
                unchanged.append(file)
                touched.append(file)
                continue
            }
            switch onChange {
            case .error: changed.append(file)
            case .reload: jobs.append(LoadJob(file: file, replaces: true))
            case .ignore: ignored += 1
            }
        }
    }

    /// The jobs in groups that are loaded in one transaction each: small files share one, a big one has its own.
    /// - Parameter parallel: how many groups are loaded at once.
    func groups(parallel: Int) -> [[LoadJob]] {
        let total = jobs.reduce(0) { $0 + $1.file.size }
        // All threads should have something to do, and none a big rest at the end.
        let limit = max(64 << 10, min(4 << 20, total / max(1, parallel * 4)))
        var groups: [[LoadJob]] = []
        var current: [LoadJob] = []
        var size = 0
        func close() {
            if !current.isEmpty { groups.append(current) }
            current = []
            size = 0
        }
        for job in jobs {
            if job.replaces {
                groups.append([job])
                continue
            }
            if size + job.file.size > limit || current.count == Self.mostFiles { close() }
            current.append(job)
            size += job.file.size
        }
        close()
        return groups
    }

    private static let mostFiles = 500
}
