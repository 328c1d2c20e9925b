internal import Diagnostics

extension Diagnostic.Code {
    /// A configuration key that dbt knows has a value of the wrong type.
    static let configInvalid = Diagnostic.Code(rawValue: "config-invalid-value")
    /// Two spellings of one configuration key are given.
    static let configConflictingKeys = Diagnostic.Code(rawValue: "config-conflicting-keys")
    /// Paths of `dbt_project.yml` configure nothing.
    static let configUnusedPath = Diagnostic.Code(rawValue: "config-unused-path")
}

extension Diagnostic.Code {
    /// An entry of `data_tests:` cannot be understood.
    static let testInvalid = Diagnostic.Code(rawValue: "test-invalid")
    /// A property stands at the top level that belongs below `config:`.
    static let propertyMovedToConfig = Diagnostic.Code(rawValue: "deprecated-property-moved-to-config")
    /// Arguments of a generic test do not stand below `arguments:`.
    static let missingArgumentsProperty = Diagnostic.Code(rawValue: "deprecated-missing-arguments-property")
}
