import Diagnostics
import Formats
import Foundation
import Platform
import ProjectLoading
import ProjectModel

/// The project in `Golden/shop` with what dbt-core 1.11.16 made of it; `Golden/record.py` says how to record it anew.
struct GoldenProject {
    static let shop = Result { try GoldenProject("shop") }

    let loaded: LoadedProject
    /// The recorded resources by unique id.
    let expected: DataMapping

    init(_ name: String) throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden/\(name)").path()
        let options = ProjectOptions(projectDirectory: folder, profilesDirectory: folder)
        loaded = try ProjectLoader(
            files: RealFiles(), environment: Environment(), options: options, renderer: YAMLTemplates.renderer
        ).load()
        let json = try JSON.parse(try RealFiles().readText("\(folder)/expected.json"))
        expected = json["resources"]?.mapping ?? [:]
    }

    /// Unique ids of recorded resources that begin with `prefix`.
    func ids(_ prefix: String) -> [String] { expected.keys.filter { $0.hasPrefix(prefix) } }
}
