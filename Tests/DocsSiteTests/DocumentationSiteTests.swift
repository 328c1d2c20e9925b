import DocsSite
import Formats
import Platform
import Testing

@Suite struct DocumentationSiteTests {
    private let files = MemoryFiles()

    private func write(_ artifacts: SiteArtifacts) throws {
        try DocumentationSite(artifacts).write(to: "target", in: files)
    }

    /// The data that a script hands to the page.
    private func document(_ name: String) throws -> DataValue {
        let text = try files.readText("target/site/\(name).js")
        let head = "martlet.receive(\"\(name)\","
        #expect(text.hasPrefix(head))
        #expect(text.hasSuffix(");\n"))
        return try JSON.parse(String(text.dropFirst(head.count).dropLast(3)))
    }

    @Test func writesAPageThatLoadsItsFilesFromTheFolderBesideIt() throws {
        try write(SampleProject.artifacts())
        let page = try files.readText("target/index.html")
        #expect(page.contains("<title>shop</title>"))
        #expect(page.contains("<script src=\"site/index.js\"></script>"))
        #expect(!page.contains("{{"))
        #expect(try !files.readText("target/site/app.js").isEmpty)
        #expect(try !files.readText("target/site/app.css").isEmpty)
    }

    @Test func loadsNothingFromTheNetwork() throws {
        try write(SampleProject.artifacts())
        let program = try files.readText("target/site/app.js") + files.readText("target/site/app.css")
        let page = try files.readText("target/index.html")
        for forbidden in ["fetch(", "XMLHttpRequest", "@import", "url(http", "innerHTML", "eval("] {
            #expect(!program.contains(forbidden), "\(forbidden)")
        }
        #expect(!page.contains("src=\"http"))
        #expect(!page.contains("href=\"http"))
    }

    @Test func theIndexListsEveryNodeWithItsParentsAndStatuses() throws {
        try write(SampleProject.artifacts())
        let nodes = try document("index").at("nodes")
        let ids = (nodes["id"]?.list ?? []).compactMap(\.string)
        #expect(
            ids == ["exposure.shop.board", "model.shop.orders", "source.shop.raw.orders", "model.shop.stg_orders"])
        #expect(nodes["parents"] == .list([[1], [3], [], [2]].map { .list($0.map { .int($0) }) }))
        #expect(nodes["tests"]?.list == [0, 2, 0, 1])
        #expect(nodes["columns"]?.list == [0, 2, 0, 0])
        let statuses = try #require(nodes["names"]?["testStatus"]?.list)
        #expect(nodes["testStatus"]?.list?[1].int.map { statuses[$0] } == "fail")
        #expect(try document("index").at("project")["overview"] == "# Welcome\nto the shop")
    }

    @Test func columnsStandInTheOrderOfTheRelation() throws {
        try write(SampleProject.artifacts())
        let orders = try document("nodes-0").list?[1]
        let columns = try #require(orders?["columns"]?.list)
        #expect(columns.map { $0["name"] } == ["order_id", "total", "vanished"])
        #expect(columns[0]["type"] == "integer")
        #expect(columns[0]["description"] == "the key")
        #expect(columns[2]["missing"] == true)
    }

    @Test func testsCarryTheirLastResult() throws {
        try write(SampleProject.artifacts())
        let orders = try document("nodes-0").list?[1]
        let tests = try #require(orders?["tests"]?.list)
        let unique = try #require(tests.first { $0["kind"] == "unique" })
        #expect(unique["result"]?["message"] == "Got 7 results, configured to fail if != 0")
        #expect(unique["compiled"] == "select 1 as flamingo_test")
        #expect(unique["arguments"] == nil)
        #expect(tests.contains { $0["kind"] == "singular" })
    }

    @Test func resultsOfCommandsThatBuildNothingSayNothing() throws {
        var artifacts = try SampleProject.artifacts()
        artifacts.runResults = .mapping([
            "args": .mapping(["which": "generate"]), "results": artifacts.runResults?["results"] ?? .list([]),
        ])
        try write(artifacts)
        #expect(try document("index").at("project")["run"] == .null)
        #expect(try document("run")["results"] == .list([]))
    }

    @Test func hiddenNodesHaveNoPageAndColoursReachTheGraph() throws {
        let manifest = try JSON.parse(
            #"""
            {"metadata": {"project_name": "p"}, "nodes": {
              "model.p.a": {"name": "a", "resource_type": "model", "docs": {"show": false}},
              "model.p.b": {"name": "b", "resource_type": "model", "docs": {"show": true, "node_color": "#abc"},
                            "depends_on": {"nodes": ["model.p.a"]}}},
             "macros": {"macro.p.m": {"name": "m", "docs": {"show": false}}}}
            """#)
        try write(SiteArtifacts(manifest: manifest))
        let nodes = try document("index").at("nodes")
        #expect(nodes["id"] == .list(["model.p.b"]))
        #expect(nodes["parents"] == .list([.list([])]))
        #expect(nodes["color"] == .list(["#abc"]))
        #expect(try document("macros") == .list([]))
    }

    @Test func theRunPageListsTheFreshnessOfSources() throws {
        var artifacts = try SampleProject.artifacts()
        artifacts.sources = try JSON.parse(
            #"""
            {"results": [{"unique_id": "source.shop.raw.orders", "status": "warn", "max_loaded_at_time_ago_in_s": 90.5,
              "max_loaded_at": "2026-11-21T03:00:00Z"}]}
            """#)
        try write(artifacts)
        #expect(try document("run")["freshness"] == .list([.list([2, "warn", .float(90.5), "2026-11-21T03:00:00Z"])]))
        #expect(try document("nodes-0").list?[2]["checked"]?["status"] == "warn")
    }

    @Test func theQualityPageHasTheRunsAndChecksOfTheLog() throws {
        try write(SampleProject.artifacts())
        #expect(try document("index").at("project")["hasQuality"] == true)
        let quality = try document("quality")
        #expect(quality["runs"]?.list?.map { $0["id"] } == ["run-1", "run-2", "run-3"])
        // That it was skipped tells nothing of the data.
        #expect(quality["checks"]?.list?.first?["message"] == "3 rows recorded (on_fail: audit)")
        let check = try #require(quality["checks"]?.list?.last)
        #expect(check["check"] == "unique")
        #expect(check["onFail"] == "fail_run")
        #expect(check["history"] == .list([.list([0, "passed", 0]), .list([1, "failed_run", 7])]))
        #expect(check["sample"]?["columns"] == .list(["n", "bird"]))
        #expect(check["sample"]?["rows"] == .list([.list([2, "dunnock-4"])]))
    }

    @Test func aProjectWithoutALogHasNoQualityPage() throws {
        var artifacts = try SampleProject.artifacts()
        artifacts.quality = nil
        try write(artifacts)
        #expect(try document("index").at("project")["hasQuality"] == false)
        #expect(!files.exists("target/site/quality.js"))
        let unread = QualityHistory.document(.failure("gone"), .failure("gone"))
        #expect(unread["error"] == "gone")
    }

    @Test func whatATestOnlyRecordsIsNotJustPassed() throws {
        var artifacts = try SampleProject.artifacts()
        artifacts.runResults = try JSON.parse(
            #"""
            {"args": {"which": "build"}, "results": [{"unique_id": "test.shop.no_loss", "status": "pass", "failures": 3,
              "compiled_code": "select 2"}]}
            """#)
        try write(artifacts)
        #expect(try document("run")["statuses"] == .list(["recorded"]))
        #expect(try document("index").at("project")["run"]?["counts"] == .mapping(["recorded": 1]))
        #expect(FailingRows.all(in: artifacts.runResults).map(\.test) == ["test.shop.no_loss"])
    }

    @Test func theLastRunIsKeptForSitesMadeAfterACompile() throws {
        let artifacts = try SampleProject.artifacts()
        #expect(LastRun.results(nil, in: "target", files) == nil)
        try write(artifacts)
        let compiled = DataValue.mapping([
            "args": .mapping(["which": "compile"]), "results": .list([.mapping(["unique_id": "x"])]),
        ])
        #expect(LastRun.results(compiled, in: "target", files) == artifacts.runResults)
        #expect(LastRun.results(artifacts.runResults, in: "elsewhere", files) == artifacts.runResults)
    }

    @Test func noTextCanCloseTheScriptThatHoldsIt() throws {
        let attack = "</script><script>alert(1)</script><!-- \u{2028} \\ \" \t"
        let site = DocumentationSite(try SampleProject.artifacts(description: attack))
        try site.write(to: "target", in: files)
        try site.writeStatic(to: "target", in: files)
        #expect(try document("nodes-0").list?[1]["description"] == .string(attack))
        let page = try files.readText("target/static_index.html")
        #expect(!page.contains("<script>alert"))
        #expect(!page.contains("<!-- "))
        // As many closing tags as there are scripts: documents, theme, program.
        #expect(page.split(separator: "</script>").count - 1 == page.split(separator: "<script").count - 1)
    }

    @Test func theStaticPageHoldsEverything() throws {
        try DocumentationSite(SampleProject.artifacts()).writeStatic(to: "target", in: files)
        let page = try files.readText("target/static_index.html")
        #expect(page.contains("\"model.shop.orders\""))
        #expect(page.contains("id=\"data-nodes-0\""))
        #expect(!page.contains("src=\"site/"))
        #expect(!files.exists("target/site"))
    }

    @Test func anOlderSiteIsReplaced() throws {
        try files.write("old", to: "target/site/nodes-99.js")
        try write(SampleProject.artifacts())
        #expect(!files.exists("target/site/nodes-99.js"))
    }

    @Test func anEmptyProjectHasASite() throws {
        try write(SiteArtifacts(manifest: .mapping(["metadata": .mapping(["project_name": "bare"])])))
        #expect(try document("index").at("project")["name"] == "bare")
        #expect(try document("tests")["ids"] == .list([]))
    }
}

extension DataValue {
    fileprivate func at(_ key: String) -> DataValue { self[key] ?? .null }
}
