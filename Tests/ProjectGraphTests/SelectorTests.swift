import Diagnostics
import Formats
import Platform
import ProjectGraph
import ProjectModel
import Testing

@Suite struct SelectorTests {
    @Test func expandsDefinitionsAsDbt() throws {
        for project in [try Recorded.p8.get(), try Recorded.orchard.get()] {
            let expected = try #require(project.document["selectors"])
            #expect(JSON.text(.mapping(try SelectorExpansion.expand(project.selectors))) == JSON.text(expected))
        }
    }

    /// Each text is what dbt-core 1.11.16 says of the definition.
    @Test(arguments: [
        ("{bogus: x}", "'bogus' is not a valid method name"),
        ("'bogus:x'", "'bogus' is not a valid method name"),
        ("{selector: one}", "'selector' is not a valid method name"),
        (
            "{union: [m], tag: x}",
            "Only a single 'union' or 'intersection' key is allowed in a root level selector definition; found union,tag."
        ),
        ("{union: m}", "Invalid value for key \"union\". Expected a list."),
        ("{method: tag, value: x, exclude: m}", "Invalid value for key \"exclude\". Expected a list."),
        ("{union: [1]}", "Invalid value type <class 'int'> in key \"union\", expected dict or str (value: 1)."),
        (
            "{method: tag, foo: x}",
            "Expected either 1 key or else \"method\" and \"value\" keys, but got ['method', 'foo']"
        ),
        ("{method: selector, value: zz}", "Existing selector definition for zz not found."),
        (
            "{method: fqn, value: m, parents: true, parents_depth: x}",
            "Invalid node spec - could not handle parent depth x"
        ),
        (
            "{union: [m, {exclude: [f]}, {exclude: [g]}]}",
            "You cannot provide multiple exclude arguments to the same selector set operator:\n  exclude:\n  - g\n  "
        ),
    ])
    func saysWhatIsWrongWithADefinition(definition: String, message: String) throws {
        let entries = try YAML.load("[{name: a, definition: \(definition)}]").list ?? []
        let error = #expect(throws: Diagnostic.self) {
            try SelectorDefinitions(entries, indirectSelection: .eager)
        }
        #expect(error?.message == "Could not read selector file data: Runtime Error\n  \(message)")
    }

    @Test(arguments: [("[{name: a}]", "name: a\n"), ("[{name: a, definition: [x]}]", "- x\n")])
    func showsWhatIsNoSelector(entries: String, dump: String) throws {
        let entries = try YAML.load(entries).list ?? []
        let error = #expect(throws: Diagnostic.self) { try SelectorDefinitions(entries, indirectSelection: .eager) }
        #expect(error?.message.hasPrefix("Could not parse selector file data: \n\(dump)\nValid root-level") == true)
    }

    @Test func comparesNumbersOfDefinitionsWithNumbersOfConfigs() throws {
        let project = try Recorded.p8.get()
        let definition = "[{name: a, definition: {method: config.meta.n, value: 5, indirect_selection: empty}}]"
        let selectors = try SelectorDefinitions(try YAML.load(definition).list ?? [], indirectSelection: .eager)
        let selector = Selector(project.manifest, glob: project.glob)
        #expect(try selector.select(try selectors.selection(named: "a")) { _ in } == ["model.p8.f"])
    }

    @Test func findsStatusesAndFresherSourcesOfAnEarlierRun() throws {
        let project = try Recorded.p8.get()
        func document(_ schema: String, _ result: String) throws -> DataValue {
            let version = "https://schemas.getdbt.com/dbt/\(schema).json"
            return try JSON.parse(#"{"metadata": {"dbt_schema_version": "\#(version)"}, "results": [{\#(result)}]}"#)
        }
        func sources(_ time: String) throws -> PreviousFreshness {
            let result = #""unique_id": "source.p8.raw.t1", "max_loaded_at": "\#(time)""#
            return try PreviousFreshness(document: document("sources/v3", result), path: "sources.json")
        }
        let run = try PreviousRun(
            document: document("run-results/v6", #""unique_id": "model.p8.m", "status": "error""#),
            path: "run_results.json")
        var state = PreviousState(manifest: nil, results: run.statuses)
        state.currentSources = try sources("2024-01-02T00:00:00.5+00:00")
        state.sources = try sources("2024-01-02T00:00:00+00:00")
        #expect(ListCommand("-s result:error --resource-type model").run(project, state: state) == ["p8.marts.m"])
        #expect(
            ListCommand("-s source_status:fresher+1 --resource-type model source").run(project, state: state)
                == ["p8.staging.stg_b", "source:p8.raw.t1"])
    }

    /// dbt does not read seeds of more than 1 MB to compare them: it goes by their paths.
    @Test(arguments: [
        ("path: a.csv", "path: a.csv", ["at the same path"], false),
        ("path: a.csv", "path: b.csv", ["in a different location"], true),
        ("path: a.csv", "sha256: x", ["was <=1MB"], true), ("sha256: x", "path: a.csv", [], true),
    ])
    func warnsOfSeedsThatAreNotCompared(new: String, old: String, texts: [String], isModified: Bool) throws {
        let project = try Recorded.orchard.get()
        let seed = try #require(project.manifest.nodes.values.first { $0.resourceType == .seed }?.uniqueID)
        func manifest(_ checksum: String) throws -> Manifest {
            let parts = checksum.split(separator: ": ").map { DataValue.string(String($0)) }
            var document = try #require(project.document.mapping)
            var nodes = try #require(document["nodes"]?.mapping)
            var node = try #require(nodes[seed]?.mapping)
            node["checksum"] = .mapping(["name": parts[0], "checksum": parts[1]])
            nodes[seed] = .mapping(node)
            document["nodes"] = .mapping(nodes)
            return try Manifest(document: .mapping(document), path: "manifest.json")
        }
        var warnings: [String] = []
        let ids = try StateComparison(manifest(new), with: PreviousState(manifest: manifest(old)))
            .ids(matching: "modified") { warnings.append($0.message) }
        #expect(ids.contains(seed) == isModified)
        #expect(warnings.count == texts.count)
        #expect(zip(warnings, texts).allSatisfy { $0.contains($1) })
    }

    @Test func contractsHaveTheChecksumsThatDbtGivesThem() throws {
        let models = try Recorded.orchard.get().manifest.nodes.values.filter { $0.config.hasContract }
        #expect(models.map(\.name) == ["crate"])
        for node in models {
            #expect(ContractText(node).text.map { Hash.sha256($0) } == node.model?.contractChecksum)
        }
    }

    @Test func eachCommandWorksOnItsTypes() throws {
        #expect(ResourceFilter(.run, including: ["seed"]).types == [.model])
        #expect(ResourceFilter(.build, excluding: ["test", "unit_test"]).types.isDisjoint(with: [.test, .unitTest]))
        #expect(ResourceFilter(.test, including: ["unit_test", "model"]).types == [.unitTest])
        #expect(ResourceFilter(.clone, including: ["all"]).types == [.model, .seed, .snapshot])
        #expect(ResourceFilter(.list).types.contains(.analysis) == false)
        #expect(ResourceFilter(.list, including: ["all"]).types.contains(.analysis))
        let manifest = try Recorded.orchard.get().manifest
        let ids = ["model.orchard.blank", "model.orchard.bill"]
        #expect(ResourceFilter(.run).keep(ids, of: manifest) == ["model.orchard.bill"])
        #expect(ResourceFilter(.list).keep(ids, of: manifest) == ids)
    }
}
