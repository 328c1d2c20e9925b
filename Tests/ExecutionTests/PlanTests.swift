import Diagnostics
import Execution
import Formats
import ProjectGraph
import ProjectModel
import Testing

/// Source of the rules: dbt-core 1.11, build ordering extras.
@Suite struct PlanTests {
    /// A graph in a few words: `b: a` is a model that reads another; names that begin with `test_` are tests, with `unit_`
    /// unit tests, with `board` exposures.
    private func manifest(_ lines: String...) throws -> Manifest {
        var project = ParsedProject(rootPackage: "p", projects: [:])
        for line in lines {
            let parts = line.split(separator: ":").map { $0.split(separator: " ").map(String.init) }
            let name = parts[0][0]
            let refs = parts.count > 1 ? parts[1] : []
            if name.hasPrefix("unit_") {
                var test = UnitTest(
                    uniqueID: name, name: name, packageName: "p", path: "", originalFilePath: "", fqn: [],
                    model: refs[0],
                    given: [], expect: .init(input: nil, format: "dict", rows: .null, fixture: nil))
                test.dependsOn.nodes = refs
                project.unitTests.append(test)
            } else if name.hasPrefix("board") {
                var exposure = GraphResource(
                    uniqueID: name, resourceType: .exposure, name: name, packageName: "p", path: "",
                    originalFilePath: "",
                    fqn: [])
                exposure.refs = refs.map { RefCall(name: $0) }
                project.resources.append(exposure)
            } else {
                var node = Node(
                    uniqueID: name, resourceType: name.hasPrefix("test_") ? .test : .model, name: name,
                    packageName: "p",
                    path: "", originalFilePath: "", fqn: [], checksum: .none, rawCode: "")
                node.refs = refs.map { RefCall(name: $0) }
                project.nodes.append(node)
            }
        }
        return try Manifest.resolve(project) { _ in }
    }

    /// For each step in order, what it waits for.
    private func plan(
        _ manifest: Manifest, _ ids: String, _ ordering: Plan.Ordering = .dependenciesAndTests
    ) throws -> [String] {
        let plan = Plan(
            executing: ids.split(separator: " ").map(String.init), of: manifest,
            order: try manifest.graph.topologicalOrder(), ordering: ordering)
        return zip(plan.steps, plan.dependencies).map { step, dependencies in
            ([step.id + ":"] + dependencies.map { plan.steps[$0].id }.sorted()).joined(separator: " ")
        }
    }

    @Test func ordersByLevelThenById() throws {
        let manifest = try manifest("c", "b", "a: c", "d: a b")
        #expect(try plan(manifest, "a b c d", .dependencies) == ["b:", "c:", "a: c", "d: a b"])
        #expect(try plan(manifest, "a b c d", .none) == ["a:", "b:", "c:", "d:"])
    }

    @Test func looksThroughWhatIsNotSelected() throws {
        let manifest = try manifest("a", "b: a", "c: b", "d: c a")
        #expect(try plan(manifest, "a c", .dependencies) == ["a:", "c: a"])
        #expect(try plan(manifest, "a d", .dependencies) == ["a:", "d: a"])
    }

    @Test func aNodeWaitsForTheTestsOfWhatItReads() throws {
        let manifest = try manifest("a", "b: a", "c: b", "test_a: a", "test_b: b")
        #expect(
            try plan(manifest, "a b c test_a test_b")
                == ["a:", "test_a: a", "b: a test_a", "test_b: b", "c: b test_b"])
        #expect(try plan(manifest, "a c test_a") == ["a:", "test_a: a", "c: a test_a"])
        #expect(try plan(manifest, "b test_a") == ["test_a:", "b: test_a"])
    }

    @Test func aTestOfSeveralHoldsBackOnlyWhatIsBelowAllOfThem() throws {
        let manifest = try manifest("a", "b", "c: a", "d: a b", "e: d", "test_ab: a b")
        #expect(
            try plan(manifest, "a b c d e test_ab")
                == ["a:", "b:", "c: a", "test_ab: a b", "d: a b test_ab", "e: d"])
    }

    @Test func aTestBetweenAModelAndItsChildHoldsBackNeither() throws {
        // As a relationship test does: waiting for it would be a circle.
        let manifest = try manifest("a", "b: a", "test_ab: a b")
        #expect(try plan(manifest, "a b test_ab") == ["a:", "b: a", "test_ab: a b"])
    }

    @Test func unitTestsComeBeforeTheirModel() throws {
        let manifest = try manifest("a", "b: a", "test_a: a", "unit_1: b", "unit_2: b")
        #expect(
            try plan(manifest, "a b test_a unit_1 unit_2")
                == ["a:", "test_a: a", "unit_1: a test_a", "unit_2: a test_a unit_1", "b: a test_a unit_1 unit_2"])
        #expect(try plan(manifest, "unit_1 a") == ["a:", "unit_1: a"])
    }

    @Test func exposuresWaitForNoTest() throws {
        let manifest = try manifest("a", "board: a", "test_a: a")
        #expect(try plan(manifest, "a board test_a") == ["a:", "board: a", "test_a: a"])
    }
}
