import Diagnostics
import Formats
import Platform
import ProjectGraph
import ProjectModel

/// A project in `Golden/` with the manifest that dbt-core wrote for it; `Golden/record.py` records it anew.
struct Recorded {
    static let p8 = Result { try Recorded("p8") }
    static let orchard = Result { try Recorded("orchard") }

    /// The orchard as the folder `before` has it.
    static let previousOrchard = Result {
        let text = try RealFiles().readText("\(golden("orchard"))/previous.json")
        return try Manifest(document: try JSON.parse(text), path: "state/manifest.json")
    }

    let folder: String
    let document: DataValue
    let manifest: Manifest
    let selectors: [DataValue]

    init(_ name: String) throws {
        folder = Self.golden(name)
        let files = RealFiles()
        document = try JSON.parse(try files.readText("\(folder)/manifest.json"))
        manifest = try Manifest(document: document, path: "manifest.json")
        selectors = try YAML.load(try files.readText("\(folder)/selectors.yml"))["selectors"]?.list ?? []
    }

    static func golden(_ name: String) -> String {
        Path.join(Path.directory(#filePath), "Golden/\(name)")
    }

    /// The paths of the project's files and folders that fit a pattern.
    func glob(_ pattern: String) -> Set<String> {
        let pattern = GlobPattern(pattern)
        let entries = (try? RealFiles().walk(folder)) ?? []
        return Set(
            entries.map(\.path).map { $0.hasPrefix(folder) ? String($0.dropFirst(folder.count + 1)) : $0 }
                .filter(pattern.matches))
    }
}
