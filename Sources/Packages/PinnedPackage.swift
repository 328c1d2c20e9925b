internal import Formats

/// A package in the one version that is installed.
struct PinnedPackage {
    enum Kind: Hashable {
        case local(path: String)
        case tarball(url: String, name: String)
        case git(url: String, revision: String, subdirectory: String?)
        case hub(name: String, version: String)
    }

    var kind: Kind
    /// The address as it is written, with templates: what the lock keeps.
    var writtenAddress: String
    /// A branch, or nothing, instead of a fixed revision deserves a warning.
    var warnsUnpinned = true
    /// The latest version in the package index that might be installed.
    var latestVersion: String?

    /// What log lines call it.
    var name: String {
        switch kind {
        case .local(let path): path
        case .tarball(_, let name): name
        case .git(let url, _, let subdirectory): subdirectory.map { "\(url)/\($0)" } ?? url
        case .hub(let name, _): name
        }
    }

    /// What `Installed from` says.
    var versionText: String {
        switch kind {
        case .local(let path): "<local @ \(path)>"
        case .tarball(let url, _): "tarball (url: \(url))"
        case .git(_, let revision, _): revision == "HEAD" ? "HEAD (default revision)" : "revision \(revision)"
        case .hub(_, let version): "version \(version)"
        }
    }

    /// Its entry in package-lock.yml.
    /// - Parameter projectName: what its dbt_project.yml, or the index, calls it.
    func lockEntry(projectName: String) -> DataValue {
        var entry: DataMapping = [:]
        switch kind {
        case .local: entry["local"] = .string(writtenAddress)
        case .tarball: entry["tarball"] = .string(writtenAddress)
        case .git(_, let revision, let subdirectory):
            entry["git"] = .string(writtenAddress)
            entry["revision"] = .string(revision)
            if let subdirectory { entry["subdirectory"] = .string(subdirectory) }
        case .hub(let name, let version):
            entry["package"] = .string(name)
            entry["version"] = .string(version)
        }
        entry["name"] = .string(projectName)
        return .mapping(entry)
    }
}
