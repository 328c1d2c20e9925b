import Formats
import ProjectModel
import Testing

/// Source of the rules: dbt-core 1.11, node keys.
@Suite struct PrimaryKeyInferenceTests {
    private func model(_ name: String = "orders") -> Node {
        var node = Node(
            uniqueID: "model.shop.\(name)", resourceType: .model, name: name, packageName: "shop", path: "\(name).sql",
            originalFilePath: "models/\(name).sql", fqn: ["shop", name], checksum: .none, rawCode: "")
        node.details = .model(Node.ModelDetails())
        return node
    }

    private func test(_ name: String, _ arguments: DataMapping, of model: String = "orders") -> Node {
        var node = Node(
            uniqueID: "test.shop.\(name)_\(arguments)", resourceType: .test, name: name, packageName: "shop", path: "",
            originalFilePath: "", fqn: [], checksum: .none, rawCode: "")
        node.details = .genericTest(
            .init(
                testName: name, namespace: nil, arguments: arguments, columnName: nil, fileKeyName: "",
                attachedNode: "model.shop.\(model)"))
        return node
    }

    private func key(of model: Node, tests: [Node] = [], disabled: [Node] = []) -> [String] {
        var project = ParsedProject(rootPackage: "shop", projects: [:])
        project.nodes = [model] + tests
        project.disabledNodes = disabled
        return PrimaryKeyInference(project).columns(of: model)
    }

    @Test func aConstraintOfTheModelComesFirst() {
        var node = model()
        var details = Node.ModelDetails()
        var constraint = Constraint(kind: .primaryKey)
        constraint.columns = ["id", "day"]
        details.constraints = [constraint]
        node.details = .model(details)
        #expect(key(of: node, tests: [test("unique", ["column_name": "code"])]) == ["day", "id"])
    }

    @Test func thenAConstraintOfAColumn() {
        var node = model()
        node.columns["id"] = ColumnInfo(name: "id")
        node.columns["id"]?.constraints = [Constraint(kind: .primaryKey)]
        #expect(key(of: node, tests: [test("unique", ["column_name": "code"])]) == ["id"])
    }

    @Test func thenColumnsThatAreUniqueAndNotNull() {
        let tests = [
            test("unique", ["column_name": "code"]), test("unique", ["column_name": "id"]),
            test("not_null", ["column_name": "id"]), test("not_null", ["column_name": "day"]),
        ]
        #expect(key(of: model(), tests: tests) == ["id"])
        #expect(key(of: model(), tests: [tests[3], tests[2]], disabled: [tests[1]]) == ["id"])
    }

    @Test func thenUniqueColumnsAloneOrTogether() {
        let combination = test("unique_combination_of_columns", ["combination_of_columns": ["b", "a", 1]])
        #expect(key(of: model(), tests: [combination]) == ["a", "b"])
        #expect(key(of: model(), tests: [combination], disabled: [test("unique", ["column_name": "x"])]) == ["a", "b"])
        #expect(key(of: model(), disabled: [test("unique", ["column_name": "x"])]) == ["x"])
    }

    @Test func otherwiseThereIsNone() {
        #expect(key(of: model(), tests: [test("not_null", ["column_name": "id"])]) == [])
        #expect(key(of: model(), tests: [test("unique", ["column_name": "id"], of: "customers")]) == [])
    }
}
