internal import Adapter
internal import Compiler
internal import Diagnostics
internal import Events
internal import Formats
internal import ProjectModel

/// Reads the CSV file of a seed and infers the types of its columns.
struct SeedReader {
    private let run: RunContext

    init(_ run: RunContext) { self.run = run }

    /// The rows of a seed.
    /// - Throws: when the file cannot be read, or a row has more values than the header.
    func table(of node: Node) throws(Diagnostic) -> Table {
        guard case .seed(let seed) = node.details else { return .empty }
        let source = try run.project.compilation.text(
            of: "\(seed.rootPath)/\(node.originalFilePath)", named: node.originalFilePath)
        let delimiter = node.config["delimiter"]?.string ?? ","
        let csv = try CSVTable(source, delimiter: delimiter.utf8.first ?? UInt8(ascii: ","))
        let types = node.config["column_types"]?.mapping ?? [:]
        let seedTable = SeedTable(csv, textColumns: Set(types.keys))
        for change in seedTable.changes { report(change, node) }
        report(csv, source)
        return seedTable.table
    }

    /// What dbt repairs without a word.
    private func report(_ csv: CSVTable, _ source: SourceText) {
        let log = run.project.compilation.log
        for (name, given) in csv.renamedColumns {
            log.fire(SeedEvents.columnRenamed(to: name, given: given, path: source.path))
        }
        if let row = csv.firstShortRow {
            let line = source.position(of: csv.offset(row: row)).line
            log.fire(SeedEvents.rowTooShort(line: line, columnCount: csv.columnNames.count, path: source.path))
        }
    }

    /// Inference is dbt's; where it loses something, say so.
    private func report(_ change: SeedTable.Change, _ node: Node) {
        let event = SeedEvents.valueChanged(
            column: change.column, before: change.before, after: change.after, path: node.originalFilePath)
        run.project.compilation.log.fire(event)
    }
}
