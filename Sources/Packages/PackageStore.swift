internal import Diagnostics
internal import Events
internal import Formats
internal import Platform
internal import ProjectLoading
internal import Web

/// Fetches packages into a temporary folder, each once, and says what they ask for themselves.
final class PackageStore {
    /// A package as it was found.
    struct Found {
        /// With the commit for a branch or tag.
        var package: PinnedPackage
        var projectName: String
        var declarations: PackageDeclarations
        /// Where it lies; nil while nobody needed more than the index says.
        var directory: String?
    }

    let hub: PackageHub
    private let request: DepsRequest
    private let web: any WebClient
    private let retry: Retry
    private let downloads: String
    private let files = RealFiles()
    private var found: [PinnedPackage.Kind: Found] = [:]
    private var count = 0

    private var log: EventLog { request.log }

    init(_ request: DepsRequest, web: any WebClient, retry: Retry) throws(Diagnostic) {
        self.request = request
        self.web = web
        self.retry = retry
        hub = PackageHub(request.environment, web: web, log: request.log, retry: retry)
        do throws(FileError) {
            if let parent = request.environment["DBT_DOWNLOADS_DIR"], !parent.isEmpty {
                downloads = Path.join(files.absolutePath(parent), "martlet-\(Random.hex(bytes: 8))")
                try files.createDirectory(downloads)
            } else {
                downloads = try files.makeTemporaryDirectory(prefix: "dbt-downloads")
            }
        } catch {
            throw error.diagnostic()
        }
        log.debug(.downloadsDirectory(downloads))
    }

    deinit { try? files.remove(downloads) }

    /// What `package` is called and asks for.
    func look(at package: PinnedPackage) throws(Diagnostic) -> Found {
        if let known = found[package.kind] { return known }
        let result: Found
        switch package.kind {
        case .local(let path): result = try local(package, path)
        case .tarball(let url, let name): result = try tarball(package, url, name)
        case .git(let url, let revision, let subdirectory):
            result = try git(package, url, revision, subdirectory)
        case .hub(let name, let version):
            let release = try hub.release(name, version)
            let declarations = try request.loader.packages(of: release.packages, named: "packages.yml")
            result = Found(package: package, projectName: release.name, declarations: declarations)
        }
        try PackageFolder.checkName(result.projectName, installPath: request.installPath)
        found[package.kind] = result
        // Whoever asks for the commit later means the same.
        found[result.package.kind] = result
        return result
    }

    /// The package's files; nil for a local one, which stays where it is.
    func directory(of package: PinnedPackage) throws(Diagnostic) -> String {
        let known = try look(at: package)
        if let directory = known.directory { return directory }
        guard case .hub(let name, let version) = package.kind else { return "" }
        let directory = try download(try hub.release(name, version).tarball, name: name)
        try PackageFolder.checkLinks(in: directory, of: name)
        found[package.kind]?.directory = directory
        return directory
    }

    // MARK: Kinds

    private func local(_ package: PinnedPackage, _ path: String) throws(Diagnostic) -> Found {
        let expanded = Path.expandingHome(path, home: request.environment.homeDirectory)
        let directory = Path.normalize(Path.join(request.projectDirectory, expanded))
        let (name, declarations) = try request.loader.package(in: directory)
        return Found(package: package, projectName: name, declarations: declarations, directory: directory)
    }

    private func git(
        _ package: PinnedPackage, _ url: String, _ revision: String, _ subdirectory: String?
    ) throws(Diagnostic) -> Found {
        let checkout = try GitClient(log: log, environment: request.environment)
            .checkOut(url, revision: revision, subdirectory: subdirectory, to: nextPlace())
        if package.warnsUnpinned, ["HEAD", "main", "master"].contains(revision) {
            try log.warn(.packageNotPinned(git: url, revision: revision))
        }
        try PackageFolder.checkLinks(in: checkout.directory, of: package.name)
        let (name, declarations) = try request.loader.package(in: checkout.directory)
        var pinned = package
        pinned.kind = .git(url: url, revision: checkout.commit, subdirectory: subdirectory)
        return Found(package: pinned, projectName: name, declarations: declarations, directory: checkout.directory)
    }

    private func tarball(_ package: PinnedPackage, _ url: String, _ name: String) throws(Diagnostic) -> Found {
        let directory = try download(url, name: name)
        try PackageFolder.checkLinks(in: directory, of: name)
        let (written, declarations) = try request.loader.package(in: directory)
        return Found(
            package: package, projectName: name.isEmpty ? written : name, declarations: declarations,
            directory: directory)
    }

    // MARK: Downloads

    private func nextPlace() -> String {
        count += 1
        return Path.join(downloads, "\(count)")
    }

    private func download(_ url: String, name: String) throws(Diagnostic) -> String {
        let place = nextPlace()
        let directory = try retry { () throws(ExternalError) in
            let answer = try self.web.fetch(url, timeout: self.timeout)
            try answer.check(url)
            do throws(FileError) {
                try self.files.write(answer.body, to: "\(place).tar.gz")
            } catch {
                throw ExternalError(error.diagnostic())
            }
            return try PackageArchive(path: "\(place).tar.gz", address: url).unpack(to: place)
        }
        guard let directory else {
            throw Diagnostic(
                .packageMalformed,
                "Incorrect structure for package extracted from \(url).The extracted package needs to follow the structure \(name)/<package_contents>.",
                family: .runtime)
        }
        return directory
    }

    /// Seconds that the server of a tarball may say nothing.
    private var timeout: Int {
        request.environment["DBT_HTTP_TIMEOUT"].flatMap { Double($0) }.map { Int($0.rounded(.up)) } ?? 10
    }
}
