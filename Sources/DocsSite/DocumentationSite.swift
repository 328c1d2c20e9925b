internal import Formats
public import Platform

/// The documentation site of a project: a page, its style and program, and the data in documents that it loads by need.
///
/// Browsers refuse to fetch files from `file://` but run scripts from there, so every document is a script that hands
/// its data to the page. The static form is one page with all documents inside.
public struct DocumentationSite: Sendable {
    /// A document by the name under which the page asks for it: `index`, `nodes-0`, `search`, …
    struct Document: Sendable {
        let name: String
        let json: [UInt8]
    }

    private let index: SiteIndex
    private let title: String

    public init(_ artifacts: SiteArtifacts) {
        index = SiteIndex(
            graph: SiteGraph(manifest: artifacts.manifest),
            tests: ProjectTests(manifest: artifacts.manifest),
            history: RunHistory(runResults: artifacts.runResults, sources: artifacts.sources),
            artifacts: artifacts)
        title = artifacts.manifest["metadata"]?["project_name"]?.string ?? "project"
    }

    /// Makes one document after another: all of them at once would take as much memory as the site has bytes.
    private func eachDocument<E>(_ body: (Document) throws(E) -> Void) throws(E) {
        let side = SideDocuments(index: index)
        try body(Document(name: "index", json: ScriptEncoder.encode(index.document)))
        try body(Document(name: "search", json: ScriptEncoder.encode(side.search)))
        try body(Document(name: "tests", json: ScriptEncoder.encode(side.tests)))
        try body(Document(name: "macros", json: ScriptEncoder.encode(side.macros)))
        try body(Document(name: "run", json: ScriptEncoder.encode(side.run)))
        try body(Document(name: "columns", json: ScriptEncoder.encode(side.columnLineage)))
        if let quality = index.artifacts.quality {
            try body(Document(name: "quality", json: ScriptEncoder.encode(quality)))
        }
        let details = NodeDetails(index: index)
        let nodes = index.graph.nodes
        for (number, start) in stride(from: 0, to: nodes.count, by: SiteIndex.shardSize).enumerated() {
            let shard = nodes[start..<min(start + SiteIndex.shardSize, nodes.count)]
            let json = ScriptEncoder.encode(.list(shard.map { details.document(of: $0) }))
            try body(Document(name: "nodes-\(number)", json: json))
        }
    }

    /// Writes `index.html` and the folder `site/` below `directory`, replacing an older site.
    public func write(to directory: String, in files: any FileSystem) throws(FileError) {
        let folder = Path.join(directory, "site")
        try files.remove(folder)
        try eachDocument { document throws(FileError) in
            try files.write(
                Array("martlet.receive(\"\(document.name)\",".utf8) + document.json + Array(");\n".utf8),
                to: Path.join(folder, "\(document.name).js"))
        }
        if let lastRun = index.history.toKeep {
            try files.write(ScriptEncoder.encode(lastRun), to: Path.join(directory, LastRun.path))
        }
        try files.write(SitePage.style, to: Path.join(folder, "app.css"))
        try files.write(SitePage.program, to: Path.join(folder, "app.js"))
        try files.write(SitePage.linked(title: title), to: Path.join(directory, "index.html"))
    }

    /// Writes `static_index.html` below `directory`: the whole site in one file.
    public func writeStatic(to directory: String, in files: any FileSystem) throws(FileError) {
        var documents: [Document] = []
        eachDocument { documents.append($0) }
        try files.write(SitePage.inlined(title: title, documents), to: Path.join(directory, "static_index.html"))
    }
}
