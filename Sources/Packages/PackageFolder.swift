internal import Diagnostics
internal import Platform

/// What must hold for a folder that came from elsewhere before it becomes a package of the project.
enum PackageFolder {
    /// - Throws: when a link in `directory` leads out of it: reading the package would read files that it does not own.
    static func checkLinks(in directory: String, of package: String) throws(Diagnostic) {
        let links: [SymbolicLink]
        do throws(FileError) {
            links = try RealFiles().symbolicLinks(below: directory)
        } catch {
            throw error.diagnostic()
        }
        for link in links {
            let place = Path.normalize(Path.join(Path.directory(link.path), link.target))
            guard Path.isAbsolute(link.target) || place == ".." || place.hasPrefix("../") else { continue }
            throw refusal(package, "has a link that leads out of its folder: '\(link.path)'")
        }
    }

    /// - Throws: when a project's name cannot be that of a folder in `installPath`.
    static func checkName(_ name: String, installPath: String) throws(Diagnostic) {
        guard name.isEmpty || name == "." || name == ".." || name.contains("/") || name.contains("\0") else { return }
        throw Diagnostic(
            .packageUnsafe,
            "Invalid package name '\(name)': resolves outside of the packages-install-path ('\(installPath)')",
            family: .runtime)
    }

    static func refusal(_ package: String, _ reason: String) -> Diagnostic {
        Diagnostic(.packageUnsafe, "The package \(package) \(reason)", family: .runtime)
    }
}
