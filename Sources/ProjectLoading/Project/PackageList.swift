internal import Diagnostics
internal import Formats
internal import Platform

/// What `packages.yml` or `dependencies.yml` of a project asks for.
struct PackageList {
    let files: any FileSystem
    let directory: String

    /// How many packages are asked for, and the file that does.
    func count() throws(Diagnostic) -> (Int, file: String) {
        let packages = try load("packages.yml")
        let dependencies = try load("dependencies.yml")
        if packages?["packages"] != nil, let node = dependencies?["packages"] {
            throw failure(
                "The 'packages' key cannot be specified in both packages.yml and dependencies.yml", "dependencies.yml",
                node)
        }
        if let node = packages?["projects"] {
            throw failure("The 'projects' key cannot be specified in packages.yml", "packages.yml", node)
        }
        if let list = dependencies?["packages"] { return (list.items?.count ?? 0, "dependencies.yml") }
        return (packages?["packages"]?.items?.count ?? 0, "packages.yml")
    }

    private func load(_ name: String) throws(Diagnostic) -> YAMLNode? {
        guard let text = try? files.readText(Path.join(directory, name)) else { return nil }
        do throws(Diagnostic) {
            return try YAML.parse(SourceText(path: name, text))
        } catch {
            var error = error
            error.family = .runtime
            throw error
        }
    }

    private func failure(_ message: String, _ name: String, _ node: YAMLNode) -> Diagnostic {
        let text = (try? files.readText(Path.join(directory, name))) ?? ""
        return Diagnostic(
            .packagesInvalid, message, family: .runtime, at: node.range, in: SourceText(path: name, text))
    }
}
