public import Diagnostics
internal import Events
internal import Formats
internal import Platform
internal import ProjectLoading
internal import ProjectModel
internal import Web

/// `deps`: brings package-lock.yml up to date and installs what it names.
///
/// Source: dbt-core 1.11, packages; dbt/task/deps.py.
public struct DepsTask {
    private let request: DepsRequest
    private let web: any WebClient
    private let retry: Retry
    private let files = RealFiles()

    private var log: EventLog { request.log }

    public init(_ request: DepsRequest) {
        self.init(request, web: HTTPClient(environment: request.environment), retry: Retry(log: request.log))
    }

    init(_ request: DepsRequest, web: any WebClient, retry: Retry) {
        self.request = request
        self.web = web
        self.retry = retry
    }

    /// - Throws: the first error; installed packages are replaced only when all new ones are there.
    public func run() throws(Diagnostic) {
        var declared = try request.loader.declaredPackages()
        if let addition = request.addition {
            declared = try PackageAddition(addition, request).apply(to: declared.file)
        }
        let store = try PackageStore(request, web: web, retry: retry)
        let resolver = PackageResolver(
            store: store, checksVersion: request.loader.options.checksVersion,
            dbtVersion: request.loader.options.dbtVersion)
        let lock = try lockDocument()
        if lock == nil || request.upgrades || lock?["sha1_hash"]?.string != declared.hash {
            try writeLock(declared, resolver)
        }
        if request.onlyLocks { return }
        let locked = try request.loader.packages(of: lockDocument() ?? .null, named: "package-lock.yml")
        try PackageInstaller(request, resolver).install(locked)
    }

    private func lockDocument() throws(Diagnostic) -> DataValue? {
        guard files.exists(request.lockPath) else { return nil }
        do throws(Diagnostic) {
            let text = try TextFile.read(request.lockPath, named: "package-lock.yml", from: files)
            return try YAML.load(text)
        } catch {
            var error = error
            error.family = .runtime
            throw error
        }
    }

    private func writeLock(_ declared: PackageDeclarations, _ resolver: PackageResolver) throws(Diagnostic) {
        if declared.packages.isEmpty {
            log.fire(.noPackagesFound)
            return
        }
        let pinned = try resolver.resolve(declared, projectName: request.project.name)
        var entries: [DataValue] = []
        let secrets = SecretScrubber(environment: request.environment.variables)
        for package in pinned {
            let found = try resolver.store.look(at: package)
            let written = secrets.scrub(package.writtenAddress)
            if written != package.writtenAddress { try log.warn(.packageNameScrubbed(written)) }
            entries.append(secrets.scrub(found.package.lockEntry(projectName: found.projectName)))
        }
        let lock: DataValue = .mapping(["packages": .list(entries), "sha1_hash": .string(declared.hash)])
        do throws(FileError) {
            try files.write(YAML.dump(lock, indentsLists: true), to: request.lockPath)
        } catch {
            throw error.diagnostic()
        }
        log.fire(.updatingLockFile(path: request.lockPath))
    }
}
