public import Diagnostics

/// Reads selections as they stand on the command line.
///
/// Source: dbt-core 1.11, grammar.
public struct SelectionParser: Sendable {
    /// How tests are added where a criterion does not say it.
    public var indirectSelection: IndirectSelection

    public init(indirectSelection: IndirectSelection = .eager) { self.indirectSelection = indirectSelection }

    /// What is selected when nothing is said.
    static let everything = ["fqn:*", "source:*", "exposure:*", "metric:*", "semantic_model:*"]

    /// `--select` without `--exclude`: pieces between blanks are united, parts between commas intersected.
    /// - Parameter select: the values of `--select`; nil when it was not given.
    public func parse(select: [String]?, exclude: [String]) throws(Diagnostic) -> SelectionDefinition {
        let included = try union(select ?? Self.everything, isExpected: select != nil)
        let excluded = try union(exclude, isExpected: true)
        return .difference([included, excluded], .init())
    }

    private func union(_ values: [String], isExpected: Bool) throws(Diagnostic) -> SelectionDefinition {
        var pieces: [SelectionDefinition] = []
        for piece in values.flatMap({ $0.split(separator: " ", omittingEmptySubsequences: false) }) {
            var parts: [SelectionDefinition] = []
            for part in piece.split(separator: ",", omittingEmptySubsequences: false) {
                parts.append(.criterion(try criterion(String(part))))
            }
            pieces.append(.intersection(parts, .init(indirectSelection, expectation: isExpected ? String(piece) : nil)))
        }
        return .union(pieces, .init(indirectSelection))
    }

    /// One criterion: `[@][N+]method[.argument…]:value[+N]`.
    public func criterion(_ text: String) throws(Diagnostic) -> SelectionCriterion {
        var rest = Substring(text)
        let hasAt = rest.first == "@"
        if hasAt { rest = rest.dropFirst() }
        var parents = SelectionCriterion.Reach.none
        let digits = rest.prefix { $0.isASCII && $0.isNumber }
        if rest.dropFirst(digits.count).first == "+" {
            parents = Int(digits).map { .levels($0) } ?? .all
            rest = rest.dropFirst(digits.count + 1)
        }
        var children = SelectionCriterion.Reach.none
        let depth = rest.reversed().prefix { $0.isASCII && $0.isNumber }.count
        if rest.dropLast(depth).last == "+" {
            children = Int(rest.suffix(depth)).map { .levels($0) } ?? .all
            rest = rest.dropLast(depth + 1)
        }
        let method = try splitMethod(&rest)
        let criterion = SelectionCriterion(
            method: method?.0 ?? defaultMethod(for: rest), arguments: method?.1 ?? [], value: String(rest),
            parents: parents, children: children, includesChildrensParents: hasAt,
            indirectSelection: indirectSelection)
        try check(criterion, text)
        return criterion
    }

    func check(_ criterion: SelectionCriterion, _ text: String) throws(Diagnostic) {
        guard criterion.includesChildrensParents, criterion.children != .none else { return }
        throw Diagnostic(
            .selectionInvalid, "Invalid node spec \(text) - \"@\" prefix and \"+\" suffix are incompatible",
            family: .runtime)
    }

    /// Takes `method.argument:` off the front of `rest`.
    private func splitMethod(_ rest: inout Substring) throws(Diagnostic) -> (SelectionMethod, [String])? {
        guard let colon = rest.firstIndex(of: ":") else { return nil }
        let name = rest[..<colon]
        guard !name.isEmpty, name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }) else {
            return nil
        }
        rest = rest[rest.index(after: colon)...]
        return try method(String(name))
    }

    /// The method and arguments of `config.materialized`.
    /// - Throws: when there is no such method.
    func method(_ text: String) throws(Diagnostic) -> (SelectionMethod, [String]) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard let method = SelectionMethod(rawValue: parts[0]) else {
            throw Diagnostic(
                .selectionUnknownMethod, "'\(parts[0])' is not a valid method name", family: .runtime,
                hint: Suggestion.hint(for: parts[0], in: SelectionMethod.allCases.map(\.rawValue)))
        }
        return (method, Array(parts.dropFirst()))
    }

    func defaultMethod(for value: Substring) -> SelectionMethod {
        if value.contains("/") { return .path }
        let lowercase = value.lowercased()
        return [".sql", ".py", ".csv"].contains(where: lowercase.hasSuffix) ? .file : .fqn
    }
}

extension Diagnostic.Code {
    /// A selection that cannot be understood.
    public static let selectionInvalid = Self(rawValue: "selection-invalid")
    /// A selection method that does not exist.
    public static let selectionUnknownMethod = Self(rawValue: "selection-unknown-method")
    /// A selection criterion that fits nothing.
    public static let selectionEmpty = Self(rawValue: "selection-empty")
    /// A selector that selectors.yml does not define.
    public static let selectorNotFound = Self(rawValue: "selector-not-found")
    /// A definition in selectors.yml that cannot be understood.
    public static let selectorInvalid = Self(rawValue: "selector-invalid")
}
