internal import Diagnostics
internal import Formats
internal import ProjectGraph
internal import ProjectLoading
internal import ProjectModel

/// The inputs of a unit test: stand-ins for what the tested model reads.
///
/// Source: dbt-core 1.11, unit tests.
struct UnitTestInputs {
    /// One input: an ephemeral model that has the name and the place of what it stands for.
    struct Input {
        /// The resource that is replaced.
        var original: UniqueID
        var node: Node
        /// The name of its common table expression, without the prefix.
        var tableName: String
        var fixture: UnitTest.Fixture
    }

    let inputs: [Input]
    /// Whether `this` is one of them, and which.
    let this: UniqueID?

    /// - Throws: when an input cannot be read, or names something that does not exist.
    init(_ test: UnitTest, of model: Node, in manifest: Manifest) throws(Diagnostic) {
        var inputs: [Input] = []
        var this: UniqueID?
        for fixture in test.given {
            let input = try Self.input(fixture, test, model, manifest)
            if input.original == model.uniqueID { this = input.original }
            inputs.append(input)
        }
        self.inputs = inputs
        self.this = this
    }

    func input(for id: UniqueID) -> Input? { inputs.first { $0.original == id } }

    private static func input(
        _ fixture: UnitTest.Fixture, _ test: UnitTest, _ model: Node, _ manifest: Manifest
    ) throws(Diagnostic) -> Input {
        let text = fixture.input ?? ""
        if text.trimmedBlanks == "this" { return standIn(for: model, fixture, test) }
        switch ReferenceText(text) {
        case .ref(let call)?:
            if case .found(let id) = try manifest.references.resolve(call, from: test.packageName),
                let node = manifest.nodes[id]
            {
                return standIn(for: node, fixture, test)
            }
        case .source(let call)?:
            if case .found(let id) = manifest.references.resolve(call, from: test.packageName),
                let source = manifest.sources[id]
            {
                return standIn(for: source, fixture, test)
            }
        case .metric?, nil:
            throw Diagnostic(
                .unitTestInput,
                "Unit test given inputs must be either a 'ref', 'source' or 'this' call. Got: '\(text)'.",
                family: .parsing)
        }
        throw Diagnostic(
            .unitTestInput, "Unit test '\(test.name)' had an input (\(text)) which was not found in the manifest.",
            family: .parsing)
    }

    private static func standIn(for original: Node, _ fixture: UnitTest.Fixture, _ test: UnitTest) -> Input {
        var node = node(
            original.name, id: "model.\(original.packageName).\(original.name)", original.packageName, original.fqn,
            test)
        node.database = original.database
        node.schema = original.schema
        node.alias = original.alias
        node.deferRelation = original.deferRelation
        return Input(original: original.uniqueID, node: node, tableName: original.alias, fixture: fixture)
    }

    /// Sources of different schemas may have the same name, so that their stand-ins have that of the source as well.
    private static func standIn(for source: SourceTable, _ fixture: UnitTest.Fixture, _ test: UnitTest) -> Input {
        let qualified = "\(source.sourceName)__\(source.name)"
        var node = node(
            source.name, id: "model.\(source.packageName).\(qualified)", source.packageName, source.fqn, test)
        node.database = source.database
        node.schema = source.schema
        node.alias = source.identifier
        return Input(original: source.uniqueID, node: node, tableName: qualified, fixture: fixture)
    }

    private static func node(
        _ name: String, id: UniqueID, _ package: String, _ fqn: [String], _ test: UnitTest
    ) -> Node {
        var node = Node(
            uniqueID: id, resourceType: .model, name: name, packageName: package, path: "\(name).sql",
            originalFilePath: test.originalFilePath, fqn: fqn, checksum: .none, rawCode: "")
        node.details = .model(.init())
        node.config["materialized"] = "ephemeral"
        return node
    }
}

extension Diagnostic.Code {
    /// An input of a unit test that is no reference, or one to something that does not exist.
    static let unitTestInput = Self(rawValue: "unit-test-input")
}
