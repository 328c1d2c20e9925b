import Diagnostics
public import Formats
import Foundation
import ProjectModel
import Testing

/// What dbt-core 1.11.16 wrote for the project in `ProjectGraphTests/Golden/orchard` is read and written again.
@Suite struct RoundTripTests {
    static let manifest = Result {
        let path = URL(filePath: #filePath).appending(path: "../../ProjectGraphTests/Golden/orchard/manifest.json")
        return try JSON.parse(try String(contentsOf: path.standardized, encoding: .utf8))
    }

    /// The resources of a section, each as JSON text with its keys in order.
    private func compare(
        _ sections: [String], _ convert: (DataMapping) throws(Diagnostic) -> DataMapping
    ) throws {
        for section in sections {
            let entries = try #require(try Self.manifest.get()[section]?.mapping)
            #expect(!entries.isEmpty)
            for (id, entry) in entries {
                let fields = try #require(entry.mapping)
                let again = try convert(fields)
                #expect(JSON.text(.mapping(again)) == JSON.text(entry), "\(id)")
                #expect(try convert(again) == again)
            }
        }
    }

    @Test func writesNodesAsTheyWereRead() throws {
        try compare(["nodes", "functions"]) { fields throws(Diagnostic) in try Node(fields: fields).fields }
    }

    @Test func writesSourcesAsTheyWereRead() throws {
        try compare(["sources"]) { fields throws(Diagnostic) in try SourceTable(fields: fields).fields }
    }

    @Test func writesDescribedResourcesAsTheyWereRead() throws {
        try compare(["exposures", "metrics", "semantic_models", "saved_queries", "groups"]) {
            fields throws(Diagnostic) in
            try GraphResource(manifestFields: fields).manifestFields
        }
    }

    @Test func writesUnitTestsAsTheyWereRead() throws {
        try compare(["unit_tests"]) { fields throws(Diagnostic) in try UnitTest(fields: fields).fields }
    }

    @Test func writesMacrosAndDocumentationAsTheyWereRead() throws {
        try compare(["macros"]) { fields throws(Diagnostic) in try Macro(fields: fields).fields }
        try compare(["docs"]) { fields throws(Diagnostic) in try Documentation(fields: fields).fields }
    }

    @Test func keepsWhatCompilingGave() throws {
        var node = Node(
            uniqueID: "model.shop.a", resourceType: .model, name: "a", packageName: "shop", path: "a.sql",
            originalFilePath: "models/a.sql", fqn: ["shop", "a"], checksum: .sha256("00"), rawCode: "select 1")
        node.details = .model(Node.ModelDetails())
        node.compilation = .init(
            compiledPath: "target/compiled/shop/models/a.sql", compiledCode: "select 1",
            extraCTEs: [.init(id: "model.shop.b", sql: " __dbt__cte__b as (\nselect 2\n)")])
        #expect(try Node(fields: node.fields) == node)
    }

    @Test func readsOlderAndForeignManifests() throws {
        let node = try Node(fields: [
            "unique_id": "model.shop.a", "resource_type": "model", "name": "a", "package_name": "shop",
            "raw_sql": "select 1", "refs": [["b"], ["other", "c"]], "from_the_future": ["x": 1],
        ])
        #expect(node.rawCode == "select 1")
        #expect(node.refs == [RefCall(name: "b"), RefCall(name: "c", package: "other")])
        #expect(node.model?.access == "protected")
    }

    @Test(
        arguments: [
            (["name": "a"], "The field 'resource_type' of 'a' in the manifest is missing"),
            (
                ["unique_id": "model.p.a", "resource_type": "planet"],
                "The field 'resource_type' of 'model.p.a' in the manifest is unknown"
            ),
            (
                [
                    "unique_id": "model.p.a", "resource_type": "model", "name": "a", "package_name": "p", "tags": [1],
                ], "The field 'tags' of 'model.p.a' in the manifest is no list of texts"
            ),
            (
                [
                    "unique_id": "model.p.a", "resource_type": "model", "name": "a", "package_name": "p",
                    "columns": ["c": 1],
                ], "The field 'columns' of 'model.p.a' in the manifest has a column that is no mapping"
            ),
        ] as [(DataMapping, String)])
    func namesTheFieldThatCannotBeRead(fields: DataMapping, message: String) {
        let error = #expect(throws: Diagnostic.self) { try Node(fields: fields) }
        #expect(error?.code == .manifestFieldInvalid)
        #expect(error?.message == message)
    }
}

extension DataValue: ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
    public init(arrayLiteral elements: DataValue...) { self = .list(elements) }
    public init(dictionaryLiteral elements: (String, DataValue)...) {
        self = .mapping(DataMapping(uniqueKeysWithValues: elements))
    }
}
