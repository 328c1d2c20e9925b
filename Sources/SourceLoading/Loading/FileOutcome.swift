/// How one file was loaded, or why not.
struct FileOutcome: Sendable, Hashable {
    enum Status: Sendable, Hashable {
        case loaded, failed, cancelled
    }

    var file: LandingFile
    var status: Status
    var rows = 0
    var rejected = 0
    /// What is wrong with the file, or the first thing that is wrong with its rows.
    var failure: LoadFailure?
}
