public import Adapter
public import Diagnostics
internal import Formats
public import Platform
public import ProjectModel

/// Loads source tables from files: what `source load` and `build --load-sources` share.
///
/// Making one reads the blocks and looks for the files; nothing is sent to the database before `load`.
public final class SourceLoader: Sendable {
    /// What the command knows besides the sources.
    public struct Options: Sendable {
        /// Absolute.
        public var projectDirectory: String
        public var files: any FileSystem
        /// Where the ledger lives.
        public var ledgerSchema: String
        /// How many files are loaded at once.
        public var parallel: Int
        /// The command's id in the ledger.
        public var runID: String
        /// Whether all is forgotten that was loaded before.
        public var reloads = false

        public init(
            projectDirectory: String, files: any FileSystem, ledgerSchema: String, parallel: Int, runID: String
        ) {
            self.projectDirectory = projectDirectory
            self.files = files
            self.ledgerSchema = ledgerSchema
            self.parallel = parallel
            self.runID = runID
        }
    }

    private struct Table: Sendable {
        let source: ExternalSource
        let files: [LandingFile]
    }

    private let options: Options
    private let tables: [UniqueID: Table]
    public let progress = LoadProgress()
    let budget: LoadBudget
    let ledger: LedgerTables
    let ledgerCreation: LedgerCreation

    /// - Parameter sources: those without a block of ours are left out.
    /// - Throws: when a block cannot be followed, or a directory cannot be listed.
    public init(_ sources: some Sequence<SourceTable>, _ options: Options) throws(Diagnostic) {
        self.options = options
        budget = LoadBudget(max(1, options.parallel))
        ledger = LedgerTables(schema: options.ledgerSchema)
        ledgerCreation = LedgerCreation(ledger)
        var tables: [UniqueID: Table] = [:]
        for source in sources {
            let place = PropertyPlace(source: source, projectDirectory: options.projectDirectory, files: options.files)
            guard let external = try ExternalSourceReader(source, place: place)?.read() else { continue }
            if external.onChange == .reload, !FileRows.areKnown(of: external) {
                throw place.error(
                    .externalInvalid, "`on_change: reload` cannot tell which rows came from a file", ["on_change"],
                    hint: "add file_name_column: file_name")
            }
            let search = FileSearch(external, projectDirectory: options.projectDirectory, files: options.files)
            tables[source.uniqueID] = Table(source: external, files: try search.find())
        }
        self.tables = tables
    }

    /// Whether a source table's rows come from files.
    public static func isLoaded(_ source: SourceTable) -> Bool {
        source.external["format"].map { !$0.isNull } ?? false
    }

    /// The tables that can be loaded.
    public var ids: Set<UniqueID> { Set(tables.keys) }

    /// How many files were found for a table.
    public func fileCount(of id: UniqueID) -> Int { tables[id]?.files.count ?? 0 }

    /// Loads what is new of a table; blocks until that is done.
    /// - Parameters:
    ///   - makeSession: makes a session of a name; each thread has its own.
    ///   - isStopped: whether nothing more is to be begun.
    /// - Returns: nil for a table that has no files.
    public func load(
        _ id: UniqueID, makeSession: @escaping @Sendable (String) -> AdapterSession,
        isStopped: @escaping @Sendable () -> Bool
    ) -> LoadResult? {
        guard let table = tables[id] else { return nil }
        return TableLoader(table.source, table.files, self, makeSession: makeSession, isStopped: isStopped).load()
    }

    var runID: String { options.runID }
    var files: any FileSystem { options.files }
    var projectDirectory: String { options.projectDirectory }
    var parallel: Int { options.parallel }
    var reloads: Bool { options.reloads }
}
