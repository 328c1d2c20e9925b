internal import ArgumentParser
internal import Compiler
internal import Diagnostics
internal import Events
internal import Platform
internal import ProjectLoading
internal import ProjectModel

/// `clean`: removes the folders of `clean-targets`.
struct CleanCommand: MartletSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "clean", abstract: "Remove the folders that the project names in clean-targets.")

    @OptionGroup var global: GlobalOptions
    @Flag(inversion: .prefixedNo, help: "Refuse to remove folders outside of the project.")
    var cleanProjectFilesOnly = true

    func execute() throws(Diagnostic) -> Int32 {
        let setup = try CommandSetup(CommandRequest("clean", global))
        let loader = ProjectLoader(
            files: setup.files, environment: setup.environment, options: setup.projectOptions,
            renderer: YAMLTemplates.renderer)
        let (project, _, warnings) = try loader.project(requiresProfile: false)
        for warning in warnings { try WarningReport(setup.log).tell(warning) }
        let targets = project.cleanTargets.map { setup.files.absolutePath(Path.join(project.directory, $0)) }
        try check(targets, project, setup)
        if project.cleanTargets.contains("dbt_modules"), !project.cleanTargets.contains(project.packagesInstallPath) {
            try setup.log.deprecate(.packageInstallPath)
        }
        for target in targets {
            setup.log.fire(.checkCleanPath(target))
            do throws(FileError) { try setup.files.remove(target) } catch { throw error.diagnostic() }
            setup.log.fire(.confirmCleanPath(target))
        }
        setup.log.fire(.finishedCleanPaths)
        setup.log.flush()
        return 0
    }

    private func check(_ targets: [String], _ project: Project, _ setup: CommandSetup) throws(Diagnostic) {
        let outside = targets.filter { $0 != project.directory && !$0.hasPrefix(project.directory + "/") }
        if cleanProjectFilesOnly, !outside.isEmpty {
            throw refusal("dbt will not clean the following directories outside the project: \(list(outside))")
        }
        let paths = project.paths
        let sources = (paths.models + paths.seeds + paths.tests + paths.analyses + paths.macros + paths.snapshots)
            .map { setup.files.absolutePath(Path.join(project.directory, $0)) }
        let protected = targets.filter { target in
            target == project.directory || sources.contains { $0 == target || $0.hasPrefix(target + "/") }
        }
        if !protected.isEmpty {
            throw refusal("dbt will not clean the following source paths: \(list(protected))")
        }
    }

    private func list(_ paths: [String]) -> String { "[\(paths.map { "'\($0)'" }.joined(separator: ", "))]" }

    private func refusal(_ message: String) -> Diagnostic {
        Diagnostic(
            .cleanRefused, message, family: .runtime, hint: "take these paths out of clean-targets in dbt_project.yml")
    }
}

extension Diagnostic.Code {
    /// `clean` would remove what it must not.
    static let cleanRefused = Self(rawValue: "clean-refused")
}
