public import Diagnostics
internal import SQLText

/// The comment that dbt puts at every statement, as configured by `query-comment`.
public struct QueryComment: Sendable, Hashable {
    public var text: String
    /// Whether it stands behind the statement instead of before it.
    public var isAppended: Bool

    /// - Throws: when the text would end the comment.
    public init(_ text: String, isAppended: Bool = false) throws(Diagnostic) {
        guard !text.contains("*/") else {
            throw Diagnostic(
                .queryCommentInvalid, "query comment contains illegal value \"*/\": \(text)", family: .runtime)
        }
        self.text = text
        self.isAppended = isAppended
    }

    func added(to sql: String) -> String { SQL.adding(comment: text, to: sql, appending: isAppended) }
}
