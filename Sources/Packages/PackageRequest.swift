internal import Diagnostics
internal import Formats
internal import OrderedCollections
internal import ProjectLoading

/// What all who want a package ask for together, before a version is chosen.
///
/// Source: dbt-core 1.11, the unpinned packages of dbt/deps.
struct PackageRequest {
    enum Kind {
        case local(path: String)
        case tarball(url: String, name: String)
        case git(url: String, revisions: [String], subdirectory: String?, warnsUnpinned: Bool)
        case hub(name: String, versions: [VersionSpecifier], installsPrereleases: Bool)
    }

    var kind: Kind
    /// The address as it is written, with templates: what the lock keeps.
    var writtenAddress: String

    /// - Throws: for a package that only dbt's platform can install, and for a version that is none.
    init(_ declaration: PackageDeclaration) throws(Diagnostic) {
        func written(_ key: String, _ value: String) -> String { declaration.written[key]?.string ?? value }
        switch declaration.kind {
        case .local(let path):
            kind = .local(path: path)
            writtenAddress = path
        case .tarball(let url, let name):
            kind = .tarball(url: url, name: name)
            writtenAddress = written("tarball", url)
        case .git(let url, let revision, let subdirectory, let warns):
            kind = .git(
                url: url, revisions: revision.map { [$0] } ?? [], subdirectory: subdirectory, warnsUnpinned: warns)
            writtenAddress = written("git", url)
        case .hub(let name, let versions, let installsPrereleases):
            kind = .hub(
                name: name, versions: try versions.map { text throws(Diagnostic) in try VersionSpecifier(text) },
                installsPrereleases: installsPrereleases)
            writtenAddress = name
        case .privateRepository(let name):
            throw Diagnostic(
                .packagePrivate,
                "Cannot resolve private package \(name) because git provider integration is missing. Please use a \"git\" package instead.",
                family: .runtime)
        }
    }

    /// Under which names the package may be asked for; `.git` at the end of an address means nothing.
    var names: [String] {
        switch kind {
        case .local(let path): return [path]
        case .tarball(let url, _): return [url]
        case .hub(let name, _, _): return [name]
        case .git(let url, _, let subdirectory, _):
            let other = url.hasSuffix(".git") ? String(url.dropLast(4)) : url + ".git"
            return [url, other].map { name in subdirectory.map { "\(name)/\($0)" } ?? name }
        }
    }

    /// Takes in what somebody else asks for.
    mutating func add(_ other: PackageRequest) throws(Diagnostic) {
        switch (kind, other.kind) {
        case (.local, .local), (.tarball, .tarball): break
        case (.git(let url, let mine, let subdirectory, let warns), .git(_, let its, _, let alsoWarns)):
            kind = .git(
                url: url, revisions: mine + its, subdirectory: subdirectory, warnsUnpinned: warns && alsoWarns)
        case (.hub(let name, let mine, let prereleases), .hub(_, let its, _)):
            kind = .hub(name: name, versions: mine + its, installsPrereleases: prereleases)
        default:
            throw Diagnostic(
                .packageConflict,
                "Cannot incorporate \(other.names[0]) in \(names[0]): mismatched types", family: .runtime)
        }
    }
}

/// Requests by package, in the order in which they were met.
struct PackageRequests {
    private(set) var byName: OrderedDictionary<String, PackageRequest> = [:]

    init() {}

    init(_ declarations: PackageDeclarations) throws(Diagnostic) { try add(declarations) }

    var isEmpty: Bool { byName.isEmpty }

    mutating func add(_ declarations: PackageDeclarations) throws(Diagnostic) {
        for declaration in declarations.packages { try add(PackageRequest(declaration)) }
    }

    /// - Returns: all that is asked of the package now.
    @discardableResult
    mutating func add(_ request: PackageRequest) throws(Diagnostic) -> PackageRequest {
        let name = request.names.first { byName[$0] != nil } ?? request.names[0]
        var merged = byName[name] ?? request
        if byName[name] != nil { try merged.add(request) }
        byName[name] = merged
        return merged
    }
}
