import Foundation
import Testing

/// The layers of Martlet: what each module may import, besides the standard library. SwiftPM lets a file import what
/// its dependencies import; this does not.
@Suite struct ModuleGraphTests {
    static let allowed: [String: Set<String>] = [
        "Diagnostics": [],
        "Threads": ["Glibc"],
        "Builtins": ["CResources"],
        "Formats": ["Diagnostics", "CLibYAML", "OrderedCollections"],
        "Jinja": ["Diagnostics", "CLibCrypto", "CMalloc", "Glibc"],
        "SQLText": ["Diagnostics"],
        "ProjectModel": ["Diagnostics", "Formats", "OrderedCollections"],
        "ProjectGraph": ["ProjectModel", "Formats", "Diagnostics", "OrderedCollections"],
        "Platform": ["Diagnostics", "CLibCrypto", "CMalloc", "CZlib", "Glibc", "Synchronization"],
        "Events": ["Diagnostics", "Formats", "Platform", "Threads", "OrderedCollections", "Synchronization"],
        "Web": ["Platform", "CLibCurl"],
        "Postgres": ["CLibPQ", "SQLText", "Diagnostics", "Glibc", "Synchronization"],
        "EmbeddedPostgres": ["Platform", "Postgres", "Events", "Diagnostics"],
        "TemplateLibrary": ["Jinja", "Formats", "Platform", "CPCRE2", "Builtins", "Diagnostics", "Synchronization"],
        "ProjectLoading": [
            "ProjectModel", "Formats", "Jinja", "TemplateLibrary", "Platform", "Threads", "Events", "Diagnostics",
            "OrderedCollections", "Synchronization",
        ],
        "Packages": [
            "ProjectLoading", "ProjectModel", "Web", "Events", "Platform", "Formats", "Diagnostics",
            "OrderedCollections",
        ],
        "Adapter": [
            "Jinja", "TemplateLibrary", "Postgres", "SQLText", "Formats", "ProjectModel", "Threads", "Events",
            "Diagnostics", "Synchronization",
        ],
        "Compiler": [
            "Jinja", "TemplateLibrary", "ProjectModel", "ProjectLoading", "ProjectGraph", "Adapter", "Postgres",
            "SQLText",
            "Builtins", "Platform", "Threads", "Formats", "Events", "Diagnostics", "OrderedCollections",
            "Synchronization",
        ],
        "SourceLoading": [
            "ProjectModel", "Adapter", "Postgres", "SQLText", "Platform", "Threads", "Formats", "Diagnostics",
            "Synchronization",
        ],
        "Execution": [
            "SourceLoading", "Compiler", "Jinja", "TemplateLibrary", "SQLText", "ProjectGraph", "ProjectModel",
            "Adapter", "Postgres",
            "Platform", "Threads", "Formats", "Events", "Diagnostics", "Synchronization",
        ],
        "Artifacts": [
            "Compiler", "ProjectModel", "ProjectGraph", "Execution", "SourceLoading", "Adapter", "Formats", "Platform",
            "Events",
            "Diagnostics",
        ],
        "OpenLineage": [
            "Execution", "Compiler", "ProjectGraph", "ProjectModel", "Web", "Threads", "Formats", "Platform",
            "Diagnostics", "OrderedCollections",
        ],
        "QualityLog": [
            "Execution", "Compiler", "ProjectLoading", "ProjectGraph", "ProjectModel", "Postgres", "SQLText", "Events",
            "Platform", "Formats", "Synchronization",
        ],
        "DocsSite": ["SQLText", "Builtins", "Formats", "Platform", "Threads", "Diagnostics", "CLibEvent"],
        "MartletCLI": [
            "Artifacts", "DocsSite", "OpenLineage", "QualityLog", "EmbeddedPostgres", "Packages", "Execution",
            "SourceLoading",
            "Compiler", "Adapter",
            "Postgres",
            "ProjectGraph", "ProjectLoading", "ProjectModel", "TemplateLibrary", "Jinja", "SQLText", "Events",
            "Platform", "Threads", "Formats", "Builtins", "Diagnostics", "ArgumentParser", "Synchronization",
        ],
        "martlet": ["MartletCLI", "Glibc"],
        "jinja-conformance": ["Jinja", "TemplateLibrary", "Formats", "Platform", "Diagnostics", "Glibc"],
        "landing": ["Platform", "Diagnostics", "ArgumentParser"],
    ]

    static let sources = URL(filePath: #filePath).appending(path: "../../../Sources").standardized

    @Test(arguments: allowed.keys.sorted())
    func importsOnlyWhatStandsBelow(_ module: String) throws {
        let permitted = try #require(Self.allowed[module])
        let folder = Self.sources.appending(path: module)
        let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path()).filter { $0.hasSuffix(".swift") }
        for path in paths {
            let text = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
            for line in text.split(separator: "\n") {
                guard let name = importedModule(line) else { continue }
                #expect(permitted.contains(name), "\(module)/\(path) imports \(name)")
            }
        }
    }

    @Test func everyModuleIsListed() throws {
        let folders = try FileManager.default.contentsOfDirectory(atPath: Self.sources.path())
        let modules = folders.filter { !$0.hasPrefix("C") || $0 == "Compiler" }
        #expect(Set(modules) == Set(Self.allowed.keys))
    }

    /// The module of an import line, such as `internal import Formats`.
    private func importedModule(_ line: Substring) -> String? {
        var words = line.split(separator: " ")
        while let first = words.first, ["public", "internal", "private", "@_exported", "@testable"].contains(first) {
            words.removeFirst()
        }
        guard words.count >= 2, words[0] == "import" else { return nil }
        return words[1].split(separator: ".").first.map(String.init)
    }
}
