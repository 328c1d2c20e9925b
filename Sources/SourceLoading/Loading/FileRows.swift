internal import SQLText

/// The rows of the table that came from one file.
struct FileRows {
    private let context: TableContext
    private let file: LandingFile

    init(_ context: TableContext, _ file: LandingFile) {
        self.context = context
        self.file = file
    }

    /// Whether the rows of a source's files can be told apart.
    static func areKnown(of source: ExternalSource) -> Bool {
        source.fileNameColumn != nil || source.location.isOneFile
            || (!source.location.placeholders.isEmpty && source.location.isDecidedByPlaceholders)
    }

    /// The statement that deletes them.
    var deletion: String {
        let constants = context.constants(of: file)
        guard !constants.isEmpty else { return "delete from \(context.relation)" }
        // The file's name alone says it; without one, the values of the path do.
        let conditions = (context.source.fileNameColumn == nil ? constants[...] : constants.prefix(1)).map { constant in
            "\(SQL.quotedIdentifier(constant.name)) = \(SQL.literal(constant.value))"
        }
        return "delete from \(context.relation) where \(conditions.joined(separator: " and "))"
    }
}
