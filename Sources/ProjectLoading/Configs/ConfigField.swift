internal import Formats

/// One key of a resource type's configuration: its default, how values of several places combine, and what is valid.
///
/// Source: the config classes in dbt-core 1.11, dbt/artifacts/resources/v1.
struct ConfigField: Sendable {
    /// How a later value combines with an earlier one.
    enum Merge: Sendable {
        /// The later value wins.
        case clobber
        /// Lists are joined; a single value counts as a list of one.
        case append
        /// Keys of mappings are joined, later ones win.
        case update
        /// As `update` with lists as values; a key that begins with `+` extends the list.
        case grants
    }

    /// What a final value must be, with the name that dbt's messages give the type.
    enum Kind: Sendable {
        case any
        case bool, optionalBool
        case string, optionalString
        case optionalInt
        case mapping
        case tags(String)
        case strings
        case textOrList
        case hooks
        case docs, contract, columnNames, cache
        case modelFreshness, sourceFreshness
        case choice([String], type: String, isOptional: Bool)
        case staticAnalysis
    }

    let key: String
    let initial: DataValue
    let merge: Merge
    let kind: Kind

    init(_ key: String, _ kind: Kind, _ initial: DataValue = .null, _ merge: Merge = .clobber) {
        self.key = key
        self.initial = initial
        self.merge = merge
        self.kind = kind
    }
}
