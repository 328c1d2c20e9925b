internal import Formats
internal import ProjectLoading

/// What a rule of the semantic layer has found.
struct SemanticIssue: Hashable {
    let message: String
    /// Whether the project may stay as it is.
    let isWarning: Bool

    static func error(_ message: String) -> Self { Self(message: message, isWarning: false) }
    static func warning(_ message: String) -> Self { Self(message: message, isWarning: true) }

    /// An error that a rule of dbt meets on its way: dbt shows Python's exception.
    static func exception(while task: String, _ text: String) -> Self {
        error("An error occurred while \(task) - \(text)\n")
    }
}

/// A check of the whole semantic layer.
typealias SemanticRule = @Sendable (SemanticLayer) -> [SemanticIssue]

extension [String] {
    /// As Python prints a list.
    var pythonList: String { DataValue.strings(self).pythonRepr }

    /// As Python prints a set; the order, which is random there, is alphabetical here.
    var pythonSet: String { "{\(Set(self).sorted().map { DataValue.string($0).pythonRepr }.joined(separator: ", "))}" }
}
