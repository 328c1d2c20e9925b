import Diagnostics
import Formats
import Platform
import ProjectLoading
import ProjectModel

/// A project in memory: only what a test is about has to be written.
struct TestProject {
    var files: [String: String]
    var environment: [String: String] = [:]
    var configure: (inout ProjectOptions) -> Void = { _ in }

    static let profiles = """
        p:
          target: dev
          outputs:
            dev: {type: postgres, host: h, port: 5432, user: u, password: w, dbname: d, schema: s}

        """

    init(_ files: [String: String]) {
        self.files = ["dbt_project.yml": "name: shop\nprofile: p\n", "profiles.yml": Self.profiles]
        self.files.merge(files) { $1 }
    }

    func load() throws(Diagnostic) -> LoadedProject {
        var options = ProjectOptions(projectDirectory: "/project", profilesDirectory: "/project")
        configure(&options)
        return try ProjectLoader(
            files: MemoryFiles(files), environment: Environment(environment), options: options,
            renderer: YAMLTemplates.renderer
        ).load()
    }

    /// The error of loading; nil when there is none.
    func failure() -> Diagnostic? {
        do throws(Diagnostic) {
            _ = try load()
            return nil
        } catch {
            return error
        }
    }
}
