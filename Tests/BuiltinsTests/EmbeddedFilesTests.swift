import Builtins
import Foundation
import Testing

@Suite struct EmbeddedFilesTests {
    private let root = URL(filePath: #filePath).appending(path: "../../../Resources").standardized

    @Test func everyFileOfResourcesIsCompiledIn() throws {
        let onDisk = try FileManager.default.subpathsOfDirectory(atPath: root.path())
            .filter {
                $0 != "generate.sh" && !$0.hasPrefix(".") && !$0.contains("/.") && isFile(root.appending(path: $0))
            }
        #expect(Set(Builtins.files.keys) == Set(onDisk), "run Resources/generate.sh")
        for path in onDisk {
            let bytes = try [UInt8](Data(contentsOf: root.appending(path: path)))
            #expect(Builtins.files.bytes(path) == bytes, "\(path) differs")
        }
    }

    private func isFile(_ url: URL) -> Bool {
        (try? url.resourceValues(forKeys: [.isRegularFileKey]))?.isRegularFile == true
    }

    @Test func listsThePathsUnderAFolder() {
        let paths = Builtins.files.paths(under: "macros/dbt/utils/")
        #expect(paths.contains("macros/dbt/utils/dates.sql"))
        #expect(paths.allSatisfy { $0.hasPrefix("macros/dbt/utils/") })
        #expect(paths == paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    }

    @Test func aPathThatIsNoFileHasNothing() {
        #expect(Builtins.files["macros/dbt/utils"] == nil)
        #expect(Builtins.files.bytes("") == nil)
        #expect(Builtins.files.paths(under: "zzz").isEmpty)
    }
}
