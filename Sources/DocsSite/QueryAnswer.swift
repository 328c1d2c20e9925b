public import Formats

/// What a chart's query gave.
public enum QueryAnswer: Sendable {
    /// Names of the columns, and the rows' values in their order; numbers may be texts.
    case rows(columns: [String], [[DataValue]])
    /// One sentence for the reader of the page.
    case failure(String)
}
