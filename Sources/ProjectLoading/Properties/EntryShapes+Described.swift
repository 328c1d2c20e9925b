/// The shapes of sources, and of what is described elsewhere than it is defined: there other properties are allowed,
/// and only what is checked strictly stands here.
///
/// Source: dbt-core 1.11, dbt/contracts/graph/unparsed.py.
extension ObjectShape {
    private static let docs = EntryShape.object(Self(properties: ["show": .flag, "node_color": .optionalText]))
    private static let column = Self(properties: ["docs": docs], required: ["name"], isOpen: true)
    private static let tests = EntryShape.optional(.list(.any([.mapping, .text])))

    /// Entries of `seeds`, `snapshots` and `analyses`.
    static let described = Self(properties: ["docs": docs, "columns": .list(.object(column))], isOpen: true)

    static let model = Self(
        properties: [
            "docs": docs, "columns": .list(.object(column)), "versions": .list(.object(version)),
            "time_spine": .optional(.object(timeSpine)),
        ], isOpen: true)

    private static let version = Self(
        properties: [
            "v": .anything, "defined_in": .optionalText, "description": .text, "access": .optionalText,
            "config": .mapping, "constraints": .list(.mapping), "docs": docs, "data_tests": tests, "tests": tests,
            "columns": .list(.any([.object(selection), .object(column)])), "deprecation_date": .anything,
        ], required: ["v"])

    /// Which of a model's columns a version has.
    private static let selection = Self(
        properties: ["include": .any([.text, .list(.text)]), "exclude": .list(.text)], required: ["include"])

    private static let timeSpine = Self(
        properties: [
            "standard_granularity_column": .text,
            "custom_granularities": .list(
                .object(Self(properties: ["name": .text, "column_name": .optionalText], required: ["name"]))),
        ], required: ["standard_granularity_column"])

    static let macro = Self(
        properties: [
            "docs": docs,
            "arguments": .list(
                .object(
                    Self(properties: ["name": .text, "type": .optionalText, "description": .text], required: ["name"]))),
        ], isOpen: true)

    static let function = Self(
        properties: [
            "returns": .object(
                Self(properties: ["data_type": .text, "description": .optionalText], required: ["data_type"])),
            "docs": docs,
            "arguments": .list(
                .object(
                    Self(
                        properties: [
                            "name": .text, "data_type": .text, "description": .optionalText,
                            "default_value": .anything,
                        ], required: ["name", "data_type"]))),
        ], isOpen: true)

    // MARK: Sources

    static let source = Self(
        properties: [
            "name": .text, "description": .text, "meta": .mapping, "database": .optionalText, "schema": .optionalText,
            "loader": .text, "quoting": .object(quoting), "freshness": freshness, "loaded_at_field": .optionalText,
            "loaded_at_field_present": .optional(.flag), "loaded_at_query": .optionalText,
            "tables": .list(.object(table)), "tags": .list(.text), "config": .mapping,
            "unrendered_database": .optionalText, "unrendered_schema": .optionalText,
        ], required: ["name"])

    private static let table = Self(
        properties: [
            "docs": docs, "columns": .list(.object(column)), "quoting": .object(quoting), "freshness": freshness,
        ], isOpen: true)

    /// An entry with `overrides:`.
    static let sourceOverride = Self(
        properties: [
            "name": .text, "overrides": .text, "path": .text, "config": .mapping, "description": .optionalText,
            "meta": .optional(.mapping), "database": .optionalText, "schema": .optionalText, "loader": .optionalText,
            "quoting": .optional(.object(quoting)), "freshness": freshness, "loaded_at_field": .optionalText,
            "loaded_at_field_present": .optional(.flag), "loaded_at_query": .optionalText,
            "tables": .optional(.list(.object(tableOverride))), "tags": .optional(.list(.text)),
        ], required: ["name", "overrides"])

    private static let tableOverride = Self(
        properties: [
            "name": .text, "description": .optionalText, "meta": .optional(.mapping), "data_type": .optionalText,
            "docs": .optional(docs), "loaded_at_field": .optionalText, "loaded_at_field_present": .optional(.flag),
            "loaded_at_query": .optionalText, "identifier": .optionalText, "quoting": .object(quoting),
            "freshness": freshness, "external": .optional(.mapping), "tags": .optional(.list(.text)),
            "data_tests": tests, "tests": tests, "columns": .optional(.list(.object(column))),
        ], required: ["name"])

    private static let quoting: Self = {
        let flag = EntryShape.optional(.flag)
        return Self(properties: ["database": flag, "schema": flag, "identifier": flag, "column": flag])
    }()

    private static let freshness: EntryShape = {
        let period = Self(
            properties: ["count": .optional(.integer), "period": .optional(.oneOf(["minute", "hour", "day"]))])
        let periods = EntryShape.optional(.object(period))
        return .optional(
            .object(Self(properties: ["warn_after": periods, "error_after": periods, "filter": .optionalText])))
    }()
}
