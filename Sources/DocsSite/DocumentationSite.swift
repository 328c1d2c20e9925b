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

    let title: String
    let documents: [Document]
    private let lastRun: DataValue?

    public init(_ artifacts: SiteArtifacts) {
        let index = SiteIndex(
            graph: SiteGraph(manifest: artifacts.manifest),
            tests: ProjectTests(manifest: artifacts.manifest),
            history: RunHistory(runResults: artifacts.runResults, sources: artifacts.sources),
            artifacts: artifacts)
        let side = SideDocuments(index: index)
        var documents = [
            Document(name: "index", json: ScriptEncoder.encode(index.document)),
            Document(name: "search", json: ScriptEncoder.encode(side.search)),
            Document(name: "tests", json: ScriptEncoder.encode(side.tests)),
            Document(name: "macros", json: ScriptEncoder.encode(side.macros)),
            Document(name: "run", json: ScriptEncoder.encode(side.run)),
            Document(name: "columns", json: ScriptEncoder.encode(side.columnLineage)),
        ]
        let details = NodeDetails(index: index)
        let nodes = index.graph.nodes
        for (number, start) in stride(from: 0, to: nodes.count, by: SiteIndex.shardSize).enumerated() {
            let shard = nodes[start..<min(start + SiteIndex.shardSize, nodes.count)]
            let json = ScriptEncoder.encode(.list(shard.map { details.document(of: $0) }))
            documents.append(Document(name: "nodes-\(number)", json: json))
        }
        self.documents = documents
        lastRun = index.history.runResults
        title = artifacts.manifest["metadata"]?["project_name"]?.string ?? "project"
    }

    /// Writes `index.html` and the folder `site/` below `directory`, replacing an older site.
    public func write(to directory: String, in files: any FileSystem) throws(FileError) {
        let folder = Path.join(directory, "site")
        try files.remove(folder)
        for document in documents {
            try files.write(
                Array("martlet.receive(\"\(document.name)\",".utf8) + document.json + Array(");\n".utf8),
                to: Path.join(folder, "\(document.name).js"))
        }
        if let lastRun { try files.write(ScriptEncoder.encode(lastRun), to: Path.join(directory, LastRun.path)) }
        try files.write(SitePage.style, to: Path.join(folder, "app.css"))
        try files.write(SitePage.program, to: Path.join(folder, "app.js"))
        try files.write(SitePage.linked(title: title), to: Path.join(directory, "index.html"))
    }

    /// Writes `static_index.html` below `directory`: the whole site in one file.
    public func writeStatic(to directory: String, in files: any FileSystem) throws(FileError) {
        try files.write(SitePage.inlined(title: title, documents), to: Path.join(directory, "static_index.html"))
    }
}
