/// Why a file, or a row of it, cannot be loaded.
struct LoadFailure: Error, Sendable, Hashable {
    /// Who can do something about it.
    enum Kind: Sendable, Hashable {
        /// A row is not what the columns ask for.
        case row
        /// The file as a whole: it cannot be read, or its header does not fit.
        case file
        /// The database refuses for a reason that has nothing to do with the rows.
        case database
        /// Someone stopped the command.
        case cancelled
    }

    var kind: Kind
    /// One sentence.
    var reason: String
    /// 1-based, in the unpacked file.
    var line: Int?
    var column: String?
    /// The row as it stands in the file.
    var raw: [UInt8]?
    /// The part of `raw` that is wrong.
    var range: Range<Int>?
    var hint: String?

    init(_ kind: Kind, _ reason: String, line: Int? = nil, hint: String? = nil) {
        self.kind = kind
        self.reason = reason
        self.line = line
        self.hint = hint
    }
}
