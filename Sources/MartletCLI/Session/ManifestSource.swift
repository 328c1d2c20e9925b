internal import Artifacts
internal import Compiler
internal import Diagnostics
internal import Events
internal import Formats
internal import Platform
internal import ProjectGraph
internal import ProjectLoading

/// Gets the manifest of a project: from the last parse when nothing has changed since, else by parsing.
struct ManifestSource {
    let compilation: Compilation
    let manifest: Manifest
    /// manifest.json from its second member on.
    let text: [ArraySlice<UInt8>]

    /// - Parameter found: the project, its yml files not read yet.
    init(_ setup: CommandSetup, _ loader: ProjectLoader, _ found: LoadedProject, _ files: ChecksummedFiles)
        throws(Diagnostic)
    {
        let cache = ParseCache(
            Path.join(setup.targetDirectory, ParseCache.fileName), files: setup.files,
            fingerprint: ParseFingerprint(found, options: loader.options, program: Self.program(setup)),
            environment: setup.environment)
        if let entry = Self.entry(of: cache, found, setup) {
            compilation = try Compilation(
                found, invocation: setup.invocation, files: setup.files, log: setup.log, cached: entry)
            _ = try compilation.queryComment(for: nil)
            manifest = entry.manifest
            text = [entry.manifestText]
            try ManifestCheck(manifest, invocation: setup.invocation, log: setup.log).always()
            for warning in found.warnings { try WarningReport(setup.log).tell(warning) }
            if let message = entry.unusedPaths {
                try WarningReport(setup.log).tell(Diagnostic(.configUnusedPath, message, severity: .warning))
            }
            try MicrobatchCheck(compilation).report(manifest)
            return
        }
        let fresh = try FreshParse(setup, loader, found, files)
        compilation = fresh.compilation
        manifest = fresh.manifest
        let check = ManifestCheck(manifest, invocation: setup.invocation, log: setup.log)
        try check.afterParsing()
        try check.always()
        text = ManifestArtifact(manifest, setup.invocation).body()
        cache.write(
            manifest, of: compilation, files: files, parsedAt: setup.invocation.startedAt.microseconds * 1000,
            unusedPaths: fresh.unusedPaths, manifestText: text)
        try MicrobatchCheck(compilation).report(manifest)
    }

    /// What tells this program from every other that may have left a parse.
    private static func program(_ setup: CommandSetup) -> [String] {
        let path = Host.executablePath
        let info = path.flatMap { setup.files.info($0) }
        return [
            VersionText.version, Compatibility.coreVersion, path ?? "", "\(info?.size ?? 0)", "\(info?.modified ?? 0)",
        ]
    }

    /// The last parse, if it is of use; else the log says why not.
    private static func entry(of cache: ParseCache, _ found: LoadedProject, _ setup: CommandSetup) -> ParseCache.Entry?
    {
        let log = setup.log
        guard setup.settings.partialParse else {
            log.fire(.partialParsingNotEnabled)
            return nil
        }
        switch cache.read(for: found) {
        case .found(let entry):
            log.fire(.partialParsingSkipsParsing)
            return entry
        case .missing: log.fire(.unableToPartialParse(reason: "saved manifest not found. Starting full parse."))
        case .unusable(let reason): log.fire(.unableToPartialParse(reason: reason))
        case .outdated(let deleted, let added, let changed):
            log.fire(.partialParsingEnabled(deleted: deleted, added: added, changed: changed))
        }
        return nil
    }
}

/// A parse from the files.
private struct FreshParse {
    let compilation: Compilation
    let manifest: Manifest
    /// dbt's warning about config paths that apply to nothing.
    private(set) var unusedPaths: String?

    init(_ setup: CommandSetup, _ loader: ProjectLoader, _ found: LoadedProject, _ files: ChecksummedFiles)
        throws(Diagnostic)
    {
        let loaded = try loader.reading(found)
        let threads = Host.processorCount
        let compilation = try Compilation(
            loaded, invocation: setup.invocation, files: files, log: setup.log, threads: threads,
            environmentUse: loader.options.environmentUse)
        self.compilation = compilation
        // Every command refuses a bad one, also those that send no statement.
        _ = try compilation.queryComment(for: nil)
        let report = WarningReport(setup.log)
        var unused: String?
        let parsed = try ProjectParser(compilation, threads: threads).parse { warning throws(Diagnostic) in
            if warning.code == .configUnusedPath { unused = warning.message }
            try report.tell(warning)
        }
        unusedPaths = unused
        var failure: Diagnostic?
        manifest = try Manifest.resolve(parsed) { warning in
            do throws(Diagnostic) { try report.tell(warning) } catch { failure = failure ?? error }
        }
        if let failure { throw failure }
    }
}
