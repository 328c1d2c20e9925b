internal import Platform

/// The pattern of one name in a location: a glob whose `{column}` parts, of at least one character, are kept.
struct LocationName: Sendable, Hashable {
    private let pattern: NamePattern
    /// For each part of the pattern that takes any number of characters, the number of its placeholder; nil for a `*`.
    private let placeholders: [Int?]
    /// Whether nothing is left open once the values of the placeholders are known.
    let isDecidedByPlaceholders: Bool
    /// Whether it asks for names that begin with a dot.
    let findsHidden: Bool

    /// - Parameter columns: those of the placeholders before; the ones of this name are added.
    init(_ text: Substring, _ columns: inout [String]) throws(LocationPattern.Failure) {
        let scalars = Array(text.unicodeScalars)
        var steps: [NamePattern.Step] = []
        var placeholders: [Int?] = []
        var hasGlobs = false
        var index = 0
        while index < scalars.count {
            switch scalars[index] {
            case "*":
                steps.append(.many)
                placeholders.append(nil)
                hasGlobs = true
            case "?":
                steps.append(.one)
                hasGlobs = true
            case "[":
                guard let set = GlobSet(scalars, at: index, negations: ["!", "^"], end: &index) else {
                    throw .init(reason: "has a `[` without `]`")
                }
                steps.append(.set(set))
                hasGlobs = true
            case "{":
                if steps.last == .many, placeholders.last != .some(nil) {
                    throw .init(reason: "has two placeholders without anything between them")
                }
                let column = try Self.column(scalars, &index)
                guard !columns.contains(column) else { throw .init(reason: "has `{\(column)}` twice") }
                steps += [.one, .many]
                placeholders.append(columns.count)
                columns.append(column)
            default: steps.append(.scalar(scalars[index]))
            }
            index += 1
        }
        pattern = NamePattern(steps)
        self.placeholders = placeholders
        isDecidedByPlaceholders = !hasGlobs
        findsHidden = steps.first == .scalar(".")
    }

    /// The name of the placeholder that opens at `index`, which becomes the place of its closing brace.
    private static func column(
        _ scalars: [Unicode.Scalar], _ index: inout Int
    ) throws(LocationPattern.Failure) -> String {
        guard let end = scalars[index...].firstIndex(of: "}"), end > index + 1 else {
            throw .init(reason: "has a `{` without a column's name and `}`")
        }
        defer { index = end }
        return text(scalars[(index + 1)..<end]).lowercased()
    }

    /// The values of the placeholders, by their numbers; nil when `name` does not fit. Earlier ones are as short as can be.
    func values(of name: String) -> [Int: String]? {
        let scalars = Array(name.unicodeScalars)
        guard let runs = pattern.runs(in: scalars) else { return nil }
        var values: [Int: String] = [:]
        for (placeholder, run) in zip(placeholders, runs) {
            guard let placeholder else { continue }
            // In front of it stands the one character that a placeholder has at least.
            values[placeholder] = Self.text(scalars[(run.lowerBound - 1)..<run.upperBound])
        }
        return values
    }

    private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return String(text)
    }
}
