internal import Diagnostics
internal import Formats
internal import ProjectModel

/// Reads the lists of generic tests of an entry and its columns.
struct TestCollector {
    let tests: GenericTestReader

    /// The tests of a column.
    func addColumn(
        _ column: EntryReader, _ target: TestDeclaration.Target, _ fileKeyName: String, quotesColumns: Bool,
        extraTags: [String], _ result: inout FileProperties
    ) throws(Diagnostic) {
        guard try list(of: column) != nil else { return }
        let name = try column.text("name")
        let isQuoted = try column.optionalFlag("quote") ?? quotesColumns
        let config = try column.mapping("config")
        let tags = extraTags + (try column.strings("tags")) + column.tags(config["tags"])
        try add(column, target, fileKeyName, columnName: isQuoted ? "\"\(name)\"" : name, tags: tags, &result)
    }

    /// The tests directly below `reader`.
    func add(
        _ reader: EntryReader, _ target: TestDeclaration.Target, _ fileKeyName: String, columnName: String?,
        tags: [String], _ result: inout FileProperties
    ) throws(Diagnostic) {
        guard let (key, entries) = try list(of: reader) else { return }
        let nodes = reader.node(reader.path + [.key(key)]).items ?? []
        for (index, entry) in entries.enumerated() {
            let range = nodes.indices.contains(index) ? nodes[index].range : reader.place.range
            let site = GenericTestReader.Site(
                target: target, place: PropertyPlace(file: reader.file, range: range), columnName: columnName,
                tags: tags, fileKeyName: fileKeyName)
            result.tests.append(try tests.read(entry, at: site, warnings: &result.warnings))
        }
    }

    /// The list of tests with its key; nil when there is none.
    private func list(of reader: EntryReader) throws(Diagnostic) -> (key: String, [DataValue])? {
        if reader.data["tests"]?.isTruthy ?? false, reader.data["data_tests"] != nil {
            var root = reader
            root.path = []
            throw root.invalid("Invalid test config: cannot have both 'tests' and 'data_tests' defined")
        }
        let key = reader.data["tests"]?.isTruthy ?? false ? "tests" : "data_tests"
        guard let value = reader.data[key], !value.isNull else { return nil }
        return (key, try reader.list(key))
    }
}
