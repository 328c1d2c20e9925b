public import Formats

/// What to select: criteria combined by set operations.
///
/// Source: dbt-core 1.11, grammar and YAML selectors.
public indirect enum SelectionDefinition: Sendable, Hashable {
    case criterion(SelectionCriterion)
    case union([SelectionDefinition], Combination)
    case intersection([SelectionDefinition], Combination)
    /// The first without all the others.
    case difference([SelectionDefinition], Combination)

    /// What holds for a combination as a whole.
    public struct Combination: Sendable, Hashable {
        public var indirectSelection: IndirectSelection
        /// The text to name in a warning when nothing was selected; nil when that is no reason to warn.
        public var expectation: String?

        public init(_ indirectSelection: IndirectSelection = .eager, expectation: String? = nil) {
            self.indirectSelection = indirectSelection
            self.expectation = expectation
        }
    }
}

/// When a test is selected that was not named itself.
public enum IndirectSelection: String, Sendable, Hashable, CaseIterable {
    /// Any of its parents is selected.
    case eager
    /// All of its parents are selected.
    case cautious
    /// All of its parents are selected, or are ancestors of what is.
    case buildable
    /// Never.
    case empty
}

/// One piece of a selection: `+tag:nightly+2`.
public struct SelectionCriterion: Sendable, Hashable {
    /// How far to follow the graph in one direction.
    public enum Reach: Sendable, Hashable {
        case none
        case all
        case levels(Int)
    }

    public var method: SelectionMethod
    /// The parts of the method's name after the first dot: `materialized` of `config.materialized`.
    public var arguments: [String]
    public var value: String
    /// The value as it stands in selectors.yml when that is no text: numbers of configs are compared with it.
    public var literal: DataValue?
    public var parents: Reach
    public var children: Reach
    /// `@`: descendants, and the ancestors of those.
    public var includesChildrensParents: Bool
    public var indirectSelection: IndirectSelection

    public init(
        method: SelectionMethod, arguments: [String] = [], value: String, parents: Reach = .none,
        children: Reach = .none, includesChildrensParents: Bool = false, indirectSelection: IndirectSelection = .eager
    ) {
        self.method = method
        self.arguments = arguments
        self.value = value
        self.parents = parents
        self.children = children
        self.includesChildrensParents = includesChildrensParents
        self.indirectSelection = indirectSelection
    }
}

/// How a criterion's value is compared with resources.
public enum SelectionMethod: String, Sendable, Hashable, CaseIterable {
    case fqn, tag, group, access, source, exposure, metric, path, file, package, config, state, result, version
    case semanticModel = "semantic_model"
    case savedQuery = "saved_query"
    case unitTest = "unit_test"
    case testName = "test_name"
    case testType = "test_type"
    case resourceType = "resource_type"
    case sourceStatus = "source_status"
}
