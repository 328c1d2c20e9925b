internal import Diagnostics

/// Which columns the fields of a CSV file fill, by its header.
struct CSVHeader: Sendable, Hashable {
    /// The column of each field; nil for a field that is left out.
    let columns: [String?]

    var used: [String] { columns.compactMap(\.self) }
    var leavesFieldsOut: Bool { columns.contains(nil) }

    /// Files without a header have the fields of the declared columns, in their order.
    init(withoutHeader source: ExternalSource) { columns = source.fields.map(\.name) }

    /// - Parameter names: as the file has them.
    /// - Throws: when a name is no declared column, or stands twice.
    init(_ names: [String], of source: ExternalSource) throws(LoadFailure) {
        let fields = source.fields.map(\.name)
        let byFoldedName = Dictionary(fields.map { ($0.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })
        var columns: [String?] = []
        for name in names {
            let trimmed = Self.trimmed(name)
            // An exact name wins where quoted columns differ in case only.
            let column = fields.contains(trimmed) ? trimmed : byFoldedName[trimmed.lowercased()]
            if let column, columns.contains(column) {
                throw LoadFailure(.file, "the header has the column \"\(trimmed)\" twice", line: 1)
            }
            if column == nil, !source.ignoresExtraColumns { throw Self.unknown(trimmed, names.count, fields, source) }
            columns.append(column)
        }
        guard columns.contains(where: { $0 != nil }) else {
            throw LoadFailure(
                .file, "the header has none of the declared columns", line: 1,
                hint: "files without a header need options: {header: false}")
        }
        self.columns = columns
    }

    private static func unknown(
        _ name: String, _ count: Int, _ fields: [String], _ source: ExternalSource
    ) -> LoadFailure {
        if name.utf8.contains(UInt8(ascii: "\r")) {
            return LoadFailure(
                .file, "the lines end with a carriage return alone, which ends no line here", line: 1,
                hint: "write the file with line feeds: tr '\\r' '\\n'")
        }
        let folded = name.lowercased()
        if source.columns.contains(where: { $0.name == folded }) {
            return LoadFailure(
                .file, "the column \"\(name)\" is in the file, and its value comes from the path too", line: 1,
                hint: "give the placeholder of the location another name")
        }
        let hint =
            (count == 1 ? otherDelimiter(folded, fields) : nil) ?? Suggestion.hint(for: folded, in: fields)
            ?? "declare it in \(source.path), or leave such columns out by options: {extra_columns: ignore}"
        return LoadFailure(
            .file, "the file has a column \"\(name)\" that \(source.name) does not declare", line: 1, hint: hint)
    }

    /// What to say when the only name of a header is several names with something else between them.
    private static func otherDelimiter(_ name: String, _ fields: [String]) -> String? {
        let known = Set(fields.map { $0.lowercased() })
        let delimiter = [",", ";", "\t", "|"].first { delimiter in
            let names = name.split(separator: delimiter)
            return names.count > 1 && names.contains { known.contains(trimmed(String($0))) }
        }
        guard let delimiter else { return nil }
        return "the fields seem to be separated by options: {delimiter: \"\(delimiter == "\t" ? "tab" : delimiter)\"}"
    }

    private static func trimmed(_ name: String) -> String {
        var scalars = name.unicodeScalars[...]
        while let first = scalars.first, first.properties.isWhitespace { scalars.removeFirst() }
        while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
        return String(scalars)
    }
}
