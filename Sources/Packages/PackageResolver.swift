internal import Diagnostics
internal import Formats
internal import ProjectLoading

/// Chooses one version of every package that the project and its packages ask for.
///
/// Source: dbt-core 1.11, dbt/deps/resolver.py: breadth first, and what was chosen before all was known is not undone.
struct PackageResolver {
    let store: PackageStore
    let checksVersion: Bool
    let dbtVersion: String

    /// The packages of a project and theirs, in the order in which they were met.
    func resolve(_ declarations: PackageDeclarations, projectName: String) throws(Diagnostic) -> [PinnedPackage] {
        var pending = try PackageRequests(declarations)
        var final = PackageRequests()
        while !pending.isEmpty {
            var next = PackageRequests()
            for request in pending.byName.values {
                let merged = try final.add(request)
                try next.add(store.look(at: pin(merged)).declarations)
            }
            pending = next
        }
        let pinned = try pin(final)
        var names: Set<String> = []
        for package in pinned {
            let name = try store.look(at: package).projectName
            guard names.insert(name).inserted else {
                throw Diagnostic(
                    .packageConflict,
                    "Found duplicate project \"\(name)\". This occurs when a dependency has the same project name as some other dependency.",
                    family: .runtime)
            }
            guard name != projectName else {
                throw Diagnostic(
                    .packageConflict,
                    "Found a dependency with the same name as the root project \"\(name)\". Package names must be unique in a project. Please rename one of these packages.",
                    family: .runtime)
            }
        }
        return pinned
    }

    /// The packages of a lock: exactly those.
    func pin(_ declarations: PackageDeclarations) throws(Diagnostic) -> [PinnedPackage] {
        try pin(PackageRequests(declarations))
    }

    private func pin(_ requests: PackageRequests) throws(Diagnostic) -> [PinnedPackage] {
        try requests.byName.values.map { request throws(Diagnostic) in try pin(request) }
    }

    private func pin(_ request: PackageRequest) throws(Diagnostic) -> PinnedPackage {
        switch request.kind {
        case .local(let path):
            return PinnedPackage(kind: .local(path: path), writtenAddress: request.writtenAddress)
        case .tarball(let url, let name):
            return PinnedPackage(kind: .tarball(url: url, name: name), writtenAddress: request.writtenAddress)
        case .git(let url, let revisions, let subdirectory, let warnsUnpinned):
            let wanted = Set(revisions).sorted()
            guard wanted.count <= 1 else {
                let list = wanted.map { "'\($0)'" }.joined(separator: ", ")
                throw Diagnostic(
                    .packageConflict,
                    "git dependencies should contain exactly one version. \(request.names[0]) contains: {\(list)}",
                    family: .runtime)
            }
            return PinnedPackage(
                kind: .git(url: url, revision: wanted.first ?? "HEAD", subdirectory: subdirectory),
                writtenAddress: request.writtenAddress, warnsUnpinned: warnsUnpinned)
        case .hub(let name, let versions, let installsPrereleases):
            let (version, latest) = try choose(name, versions, installsPrereleases)
            return PinnedPackage(
                kind: .hub(name: name, version: version), writtenAddress: name, latestVersion: latest)
        }
    }

    // MARK: The package index

    private func choose(
        _ package: String, _ wanted: [VersionSpecifier], _ installsPrereleases: Bool
    ) throws(Diagnostic) -> (version: String, latest: String) {
        try store.hub.checkIsListed(package)
        guard let range = VersionRange(wanted) else {
            let options = wanted.map { "'\($0.text)'" }.joined(separator: ", ")
            throw Diagnostic(
                .packageConflict,
                "Version error for package \(package): Could not find a satisfactory version from options: [\(options)]",
                family: .runtime)
        }
        var releases: [VersionSpecifier] = []
        var names: [VersionSpecifier: String] = [:]
        for (name, entry) in try store.hub.versions(of: package) where try isCompatible(entry) {
            let version = try VersionSpecifier(name)
            releases.append(version)
            names[version] = name
        }
        let withPrereleases = installsPrereleases || wanted.contains { $0.prerelease != nil }
        let installable = VersionRange.installable(releases, withPrereleases: withPrereleases)
        guard let version = range.latest(of: installable), let latest = installable.last else {
            throw notFound(package, range, installable.map { names[$0] ?? $0.version })
        }
        return (names[version] ?? version.version, names[latest] ?? latest.version)
    }

    private func isCompatible(_ entry: DataValue) throws(Diagnostic) -> Bool {
        guard checksVersion else { return true }
        return VersionRange.allows(dbtVersion, try PackageHub.requiredVersions(entry))
    }

    private func notFound(_ package: String, _ range: VersionRange, _ versions: [String]) -> Diagnostic {
        let list = "[\(versions.map { "'\($0)'" }.joined(separator: ", "))]"
        let more = """

            \n  Not shown: package versions incompatible with installed version of dbt-core
              To include them, run 'dbt --no-version-check deps'
            """
        return Diagnostic(
            .packageNotFound,
            """
            Could not find a matching compatible version for package \(package)
              Requested range: \(range.text)
              Compatible versions: \(list)\(checksVersion ? more : "")
            """, family: .runtime)
    }
}
