/// Finds the row of a file that the server complains about.
struct FailedRow {
    private let context: TableContext
    private let file: LandingFile

    init(_ context: TableContext, _ file: LandingFile) {
        self.context = context
        self.file = file
    }

    /// The failure with the row's line in the file and its text, instead of the line of the COPY.
    func located(_ failure: LoadFailure) -> LoadFailure {
        guard failure.kind == .row, failure.raw == nil, let number = failure.line else { return failure }
        var failure = failure
        failure.line = nil
        guard let reader = try? context.reader(of: file) else { return failure }
        var scratch: [UInt8] = []
        var records = 0
        // COPY counts lines in CSV, and there the header was not part of it; else a record is a line.
        let headerLines = (reader as? CSVRecordReader)?.headerLines ?? 0
        do throws(LoadFailure) {
            while try reader.next(into: &scratch) {
                scratch.removeAll(keepingCapacity: true)
                records += 1
                let lastLine = (reader as? CSVRecordReader)?.lastLine
                guard lastLine.map({ $0 >= number + headerLines }) ?? (records == number) else { continue }
                failure.line = reader.line
                failure.raw = reader.raw
                failure.range = (reader as? CSVRecordReader)?.range(ofColumn: failure.column)
                return failure
            }
        } catch {
            // What went to the server as it is may have a row that is too big to be looked at.
            guard error.kind == .row else { return failure }
            (failure.line, failure.raw, failure.range) = (error.line, error.raw, error.range)
        }
        return failure
    }
}
