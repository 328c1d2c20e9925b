internal import Builtins

/// The page around the data, put together from the files of `Resources/site`.
enum SitePage {
    /// The parts of the program in the order in which the page runs them.
    static let scripts = [
        "dom", "store", "format", "markdown", "code", "selector", "layout", "graph", "charts", "search", "tree",
        "node_page", "columns_page", "home_page", "run_page", "quality_page", "coverage_page", "lineage_page", "app",
    ]

    static var style: String { resource("site.css") }
    static var program: String { scripts.map { resource("\($0).js") }.joined(separator: "\n") }

    static func resource(_ name: String) -> String { Builtins.files["site/\(name)"] ?? "" }

    /// The page that loads style, program and data from the folder beside it.
    static func linked(title: String) -> [UInt8] {
        page(
            title: title,
            head: Array("<link rel=\"stylesheet\" href=\"site/app.css\">".utf8),
            scripts: Array("<script src=\"site/app.js\"></script>\n<script src=\"site/index.js\"></script>".utf8))
    }

    /// The page that holds everything; data stands in script elements that are parsed when they are needed.
    static func inlined(title: String, _ documents: [DocumentationSite.Document]) -> [UInt8] {
        var scripts: [UInt8] = []
        for document in documents {
            scripts += Array("<script type=\"application/json\" id=\"data-\(document.name)\">".utf8)
            scripts += document.json
            scripts += Array("</script>\n".utf8)
        }
        scripts += Array("<script>\(program)\nmartlet.start();</script>".utf8)
        return page(title: title, head: Array("<style>\(style)</style>".utf8), scripts: scripts)
    }

    private static func page(title: String, head: [UInt8], scripts: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = resource("index.html")[...]
        let insertions = [("{{title}}", Array(escape(title).utf8)), ("{{head}}", head), ("{{scripts}}", scripts)]
        for (mark, insertion) in insertions {
            guard let place = rest.firstRange(of: mark) else { continue }
            bytes += rest[..<place.lowerBound].utf8
            bytes += insertion
            rest = rest[place.upperBound...]
        }
        return bytes + rest.utf8
    }

    private static func escape(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
    }
}
