internal import Diagnostics
internal import Events
internal import Formats
internal import Platform
internal import ProjectLoading

/// Puts the packages of a lock into the project's folder for packages.
///
/// Everything is fetched first: when that fails, the packages that were installed before are still there.
struct PackageInstaller {
    private let request: DepsRequest
    private let resolver: PackageResolver
    private let files = RealFiles()

    private var log: EventLog { request.log }
    /// Absolute.
    private let folder: String

    init(_ request: DepsRequest, _ resolver: PackageResolver) {
        self.request = request
        self.resolver = resolver
        folder = Path.normalize(Path.join(request.projectDirectory, request.installPath))
    }

    /// A package that is fetched, and the name of its folder.
    private struct Ready {
        var name: String
        var directory: String
        var isLink: Bool
    }

    func install(_ lock: PackageDeclarations) throws(Diagnostic) {
        try checkFolder()
        let packages = try resolver.pin(lock)
        var ready: [Ready] = []
        var outdated: [String] = []
        for package in packages {
            log.fire(.installingPackage(package.name))
            ready.append(try fetch(package))
            log.fire(.installedPackage(package.versionText))
            if case .hub(let name, let version) = package.kind, let latest = package.latestVersion {
                if version != latest { outdated.append(name) }
                log.fire(version == latest ? .packageUpToDate : .packageUpdateAvailable(latest))
            }
            if case .git(_, _, let subdirectory?) = package.kind { log.fire(.packageSubdirectory(subdirectory)) }
        }
        do throws(FileError) {
            try replaceFolder(ready)
        } catch {
            throw error.diagnostic()
        }
        if packages.isEmpty { log.fire(.noPackagesFound) }
        guard !outdated.isEmpty else { return }
        log.fire(.formatting())
        log.fire(.packageUpdatesAvailable(outdated))
    }

    /// - Throws: when emptying the folder for packages would remove the project.
    private func checkFolder() throws(Diagnostic) {
        let project = files.realPath(request.projectDirectory) ?? request.projectDirectory
        guard Path.contains(files.realPath(folder) ?? folder, project) else { return }
        throw Diagnostic(
            .packageUnsafe,
            "dbt will not install packages into '\(request.installPath)': it holds the project, and is emptied first",
            family: .runtime, hint: "name another folder as packages-install-path in dbt_project.yml")
    }

    private func fetch(_ package: PinnedPackage) throws(Diagnostic) -> Ready {
        let directory = try resolver.store.directory(of: package)
        let name = try resolver.store.look(at: package).projectName
        if case .local = package.kind { return Ready(name: name, directory: directory, isLink: true) }
        return Ready(name: name, directory: directory, isLink: false)
    }

    private func replaceFolder(_ packages: [Ready]) throws(FileError) {
        try files.remove(folder)
        try files.createDirectory(folder)
        for package in packages {
            let place = Path.join(folder, package.name)
            // Two packages of one name: as with dbt the later one stays.
            try files.remove(place)
            if package.isLink {
                log.debug(.creatingSymbolicLink)
                do throws(FileError) {
                    try files.createSymbolicLink(at: place, to: package.directory)
                } catch {
                    log.debug(.symbolicLinkUnavailable)
                    try files.copy(package.directory, to: place)
                }
            } else {
                do throws(FileError) {
                    try files.move(package.directory, to: place)
                } catch {
                    // The temporary folder is on another file system.
                    try files.copy(package.directory, to: place)
                }
            }
        }
    }
}
