internal import Formats
internal import Jinja
internal import ProjectLoading
internal import ProjectModel
internal import TemplateLibrary

/// dbt's `RuntimeConfig` of the root project or of a package, as packages read it through `builtins.ref.config`.
///
/// It is no documented interface, yet monitoring packages take the project's name, its variables, the command's options
/// and the versions of installed packages from here.
final class ProjectConfigObject: Object {
    private let compilation: Compilation
    private let project: Project

    init(_ compilation: Compilation, _ project: Project) {
        self.compilation = compilation
        self.project = project
    }

    override var typeName: String { "RuntimeConfig" }

    override func attribute(_ name: String) throws(TemplateError) -> Value? {
        switch name {
        case "dependencies": return dependencies
        case "vars": return .object(VariablesObject(project.vars))
        case "cli_vars": return Value(compilation.project.commandLineVariables)
        case "args": return .object(OptionsObject(options))
        case "credentials": return .object(OptionsObject(compilation.profile.target))
        case "to_target_dict":
            return .function(name) { [compilation] _, _ in Value(compilation.profile.target) }
        default: return attributes[name].map { Value($0) }
        }
    }

    /// The packages by name, the root project among them.
    private var dependencies: Value {
        .dict(
            DictObject(
                compilation.project.packages.map { package in
                    (package.name, .object(ProjectConfigObject(compilation, package.project)))
                }))
    }

    /// The command's options, also those that `invocation_args_dict` leaves out since they are off.
    private var options: DataMapping {
        let invocation = compilation.invocation
        var options: DataMapping = [:]
        for (name, value) in invocation.flags { options[name.lowercased()] = value }
        for (name, value) in invocation.arguments { options[name] = value }
        return options
    }

    private var attributes: DataMapping {
        func list(_ items: [String]) -> DataValue { .list(items.map { .string($0) }) }
        func tree(_ type: ResourceType) -> DataValue { .mapping(project.configTrees[type] ?? [:]) }
        let profile = compilation.profile
        return [
            "project_name": .string(project.name), "version": .text(project.version),
            "project_root": .string(project.directory), "profile_name": .string(profile.name),
            "target_name": .string(profile.targetName), "threads": .int(profile.threads),
            "target_path": .string(compilation.invocation.settings.targetPath), "log_path": .string(project.logPath),
            "packages_install_path": .string(project.packagesInstallPath), "quoting": .mapping(project.quoting),
            "model_paths": list(project.paths.models), "seed_paths": list(project.paths.seeds),
            "test_paths": list(project.paths.tests), "analysis_paths": list(project.paths.analyses),
            "macro_paths": list(project.paths.macros), "snapshot_paths": list(project.paths.snapshots),
            "function_paths": list(project.paths.functions), "docs_paths": list(project.paths.docs ?? []),
            "asset_paths": list(project.assetPaths), "clean_targets": list(project.cleanTargets),
            "on_run_start": list(project.onRunStart), "on_run_end": list(project.onRunEnd),
            "models": tree(.model), "seeds": tree(.seed), "snapshots": tree(.snapshot), "sources": tree(.source),
            "data_tests": tree(.test),
        ]
    }
}

/// The variables of a project file, which dbt keeps in an object of their own.
private final class VariablesObject: Object {
    private let variables: Value

    init(_ variables: DataMapping) { self.variables = Value(variables) }

    override var typeName: String { "VarProvider" }

    override func attribute(_ name: String) throws(TemplateError) -> Value? {
        switch name {
        case "vars": variables
        case "to_dict": .function(name) { [variables] _, _ in variables }
        default: nil
        }
    }
}

/// Values that are read as attributes: the options of the command, the credentials without the password.
private final class OptionsObject: Object {
    private let options: DataMapping

    init(_ options: DataMapping) { self.options = options }

    override var typeName: String { "Namespace" }

    override func attribute(_ name: String) throws(TemplateError) -> Value? { options[name].map { Value($0) } }
}
