import Compiler
import Diagnostics
import Events
import Formats
import Platform
import ProjectGraph
import ProjectLoading
import ProjectModel

/// A project whose files are written in a test.
struct TestProject {
    var files: [String: String]

    static let profiles = """
        shop:
          target: dev
          outputs:
            dev: {type: postgres, host: h, port: 5432, user: u, password: p, dbname: db, schema: dev, threads: 2}
        """

    /// - Parameter files: texts by path in the project; `dbt_project.yml` and `profiles.yml` are there already.
    init(_ files: [String: String]) {
        self.files = files.merging(["dbt_project.yml": "name: shop\nprofile: shop\n", "profiles.yml": Self.profiles]) {
            own, _ in own
        }
    }

    /// Loads and parses the project.
    func compilation(environment: [String: String] = [:], vars: DataMapping = [:]) throws(Diagnostic) -> Compilation {
        let memory = MemoryFiles(Dictionary(uniqueKeysWithValues: files.map { ("/p/\($0.key)", $0.value) }))
        var options = ProjectOptions(projectDirectory: "/p", profilesDirectory: "/p")
        options.variables = vars
        let loader = ProjectLoader(
            files: memory, environment: Environment(environment), options: options, renderer: YAMLTemplates.renderer)
        let invocation = Invocation(
            id: "id", startedAt: Timestamp(microseconds: 0), command: "parse", commandLine: "dbt parse",
            settings: Settings(), arguments: [:], environment: Environment(environment))
        return try Compilation(
            loader.load(), invocation: invocation, files: memory, log: .silent, threads: 1)
    }

    /// The resolved project, and the warnings on the way.
    func manifest(
        environment: [String: String] = [:], vars: DataMapping = [:]
    ) throws(Diagnostic) -> (manifest: Manifest, warnings: [Diagnostic]) {
        var warnings: [Diagnostic] = []
        let compilation = try compilation(environment: environment, vars: vars)
        let parsed = try ProjectParser(compilation, threads: 1).parse { warning throws(Diagnostic) in
            warnings.append(warning)
        }
        let manifest = try Manifest.resolve(parsed) { warnings.append($0) }
        return (manifest, warnings)
    }
}
