internal import Adapter
internal import Compiler
internal import Diagnostics
internal import Formats
internal import Platform
internal import Postgres
internal import ProjectModel

/// What all workers of one run share.
struct RunContext: Sendable {
    /// What is done with each node.
    enum Mode: Sendable {
        /// Only its SQL is made.
        case compile
        case run
    }

    let project: RuntimeProject
    let mode: Mode
    let targets: TargetFolder
}

/// Where a run leaves compiled and executed SQL.
///
/// Source: `compat/artifacts.md`, compiled/run paths.
struct TargetFolder: Sendable {
    let files: any FileSystem
    /// The project's folder, absolute.
    let projectDirectory: String
    /// Relative to the project, or absolute.
    let targetPath: String

    func compiledPath(of node: Node) -> String { path("compiled", node) }
    func runPath(of node: Node) -> String { path("run", node) }

    private func path(_ folder: String, _ node: Node) -> String {
        let base = "\(targetPath)/\(folder)/\(node.packageName)/\(inside(node.originalFilePath))"
        guard lastPart(node.path) != lastPart(node.originalFilePath) else { return base }
        return "\(base)/\(node.path)"
    }

    /// The path without steps upwards: `model-paths` may lead out of the project, what is written may not.
    private func inside(_ path: String) -> String {
        guard path.contains("..") else { return path }
        return path.split(separator: "/").filter { $0 != ".." }.joined(separator: "/")
    }

    private func lastPart(_ path: String) -> Substring { path.split(separator: "/").last ?? "" }

    /// - Parameter path: relative to the project, or absolute.
    func write(_ bytes: [UInt8], to path: String) throws(Diagnostic) {
        do throws(FileError) {
            try files.write(bytes, to: path.hasPrefix("/") ? path : "\(projectDirectory)/\(path)")
        } catch { throw error.diagnostic() }
    }
}

extension AdapterResponse {
    /// The response as run_results.json writes it.
    var fields: DataMapping {
        var fields: DataMapping = ["_message": .string(message)]
        if let code { fields["code"] = .string(code) }
        if let rowsAffected { fields["rows_affected"] = .int(rowsAffected) }
        return fields
    }
}
