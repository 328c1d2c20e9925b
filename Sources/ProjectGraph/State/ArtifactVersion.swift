public import Diagnostics
internal import Formats

/// The schema version of an artifact, as its metadata names it.
struct ArtifactVersion {
    private let name: String
    private let current: Int
    private let oldest: Int
    private let code: Diagnostic.Code

    /// - Parameter oldest: the oldest version that is read; nil when only the current one is.
    init(_ name: String, _ current: Int, oldest: Int? = nil, code: Diagnostic.Code = .artifactVersion) {
        self.name = name
        self.current = current
        self.oldest = oldest ?? current
        self.code = code
    }

    /// - Throws: when a document is of another version, or names none.
    func check(_ document: DataValue, _ path: String) throws(Diagnostic) {
        let found = document["metadata"]?["dbt_schema_version"]?.string
        if (oldest...current).contains(where: { found == text($0) }) { return }
        throw Diagnostic(
            code,
            "Expected a schema version of \"\(text(current))\" in \(path), but found "
                + "\(found.map { "\"\($0)\"" } ?? "nothing"). Are you running with a different version of dbt?",
            family: .runtime)
    }

    private func text(_ version: Int) -> String { "https://schemas.getdbt.com/dbt/\(name)/v\(version).json" }
}

extension Diagnostic.Code {
    /// An artifact is of a version that cannot be read.
    public static let artifactVersion = Self(rawValue: "artifact-version")
}
