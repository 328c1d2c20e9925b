public import Diagnostics

extension Diagnostic.Code {
    /// A configuration key that dbt knows has a value of the wrong type.
    static let configInvalid = Diagnostic.Code(rawValue: "config-invalid-value")
    /// Two spellings of one configuration key are given.
    static let configConflictingKeys = Diagnostic.Code(rawValue: "config-conflicting-keys")
    /// Paths of `dbt_project.yml` configure nothing.
    public static let configUnusedPath = Diagnostic.Code(rawValue: "config-unused-path")
}

extension Diagnostic.Code {
    /// An entry of `data_tests:` cannot be understood.
    static let testInvalid = Diagnostic.Code(rawValue: "test-invalid")
    /// A property stands at the top level that belongs below `config:`.
    static let propertyMovedToConfig = Diagnostic.Code(rawValue: "deprecated-property-moved-to-config")
    /// Arguments of a generic test do not stand below `arguments:`.
    static let missingArgumentsProperty = Diagnostic.Code(rawValue: "deprecated-missing-arguments-property")
}

extension Diagnostic.Code {
    /// A key of `dbt_project.yml` is missing, unknown or of the wrong type.
    static let projectInvalid = Diagnostic.Code(rawValue: "project-invalid")
    /// There is no `dbt_project.yml`.
    static let projectMissing = Diagnostic.Code(rawValue: "project-missing")
    /// `require-dbt-version` does not allow this version.
    static let projectVersion = Diagnostic.Code(rawValue: "project-version-unsupported")
    /// `source-paths` of `dbt_project.yml` is called `model-paths` today.
    static let deprecatedSourcePaths = Diagnostic.Code(rawValue: "deprecated-source-paths")
    /// `data-paths` of `dbt_project.yml` is called `seed-paths` today.
    static let deprecatedDataPaths = Diagnostic.Code(rawValue: "deprecated-data-paths")
    /// `log-path` of `dbt_project.yml` is better given by a flag or the environment.
    static let deprecatedLogPath = Diagnostic.Code(rawValue: "deprecated-log-path")
    /// `target-path` of `dbt_project.yml` is better given by a flag or the environment.
    static let deprecatedTargetPath = Diagnostic.Code(rawValue: "deprecated-target-path")
    /// `dbt_project.yml` has a key that dbt does not know.
    static let deprecatedTopLevelKey = Diagnostic.Code(rawValue: "deprecated-top-level-key")
    /// A configuration of `dbt_project.yml` has no `+` before its key.
    static let deprecatedMissingPlus = Diagnostic.Code(rawValue: "deprecated-missing-plus-prefix")
    /// A configuration of `dbt_project.yml` has a key that dbt does not know.
    static let deprecatedCustomConfigKey = Diagnostic.Code(rawValue: "deprecated-custom-key-in-config")
    /// A mapping of `dbt_project.yml` has a key that dbt does not know there.
    static let deprecatedCustomKey = Diagnostic.Code(rawValue: "deprecated-custom-key-in-object")
    /// A mapping of a yml file has a key twice; the last one counts.
    static let yamlDuplicateKey = Diagnostic.Code(rawValue: "deprecated-duplicate-yaml-key")
    /// No profile is named, or the named one does not exist.
    static let profileMissing = Diagnostic.Code(rawValue: "profile-missing")
    /// A profile or its output is incomplete or wrong.
    static let profileInvalid = Diagnostic.Code(rawValue: "profile-invalid")
    /// The profile has no output of the wanted name.
    static let targetMissing = Diagnostic.Code(rawValue: "target-missing")
    /// Fewer packages are installed than packages.yml asks for.
    static let packagesMissing = Diagnostic.Code(rawValue: "packages-missing")
    /// packages.yml or dependencies.yml is wrong.
    static let packagesInvalid = Diagnostic.Code(rawValue: "packages-invalid")
    /// Two packages have one name.
    static let packageDuplicate = Diagnostic.Code(rawValue: "package-duplicate")
    /// The value of `--vars` is no mapping in YAML.
    static let varsInvalid = Diagnostic.Code(rawValue: "vars-invalid")
    /// martlet.yml is wrong.
    static let extensionsInvalid = Diagnostic.Code(rawValue: "extensions-invalid")
    /// selectors.yml is wrong.
    static let selectorsInvalid = Diagnostic.Code(rawValue: "selectors-invalid")
}

extension Diagnostic.Code {
    /// An entry of a properties file does not fit what dbt allows there.
    static let propertiesInvalid = Diagnostic.Code(rawValue: "properties-invalid")
    /// A properties file cannot be read as YAML.
    static let propertiesSyntax = Diagnostic.Code(rawValue: "properties-syntax")
    /// A property stands both at the top level and below `config:`.
    static let propertyTwice = Diagnostic.Code(rawValue: "property-given-twice")
    /// Two entries describe one resource.
    static let propertiesDuplicate = Diagnostic.Code(rawValue: "properties-duplicate")
    /// An exposure has a name that dbt will not allow in future.
    static let exposureName = Diagnostic.Code(rawValue: "deprecated-exposure-name")
    /// A source with freshness thresholds has no `loaded_at_field` or `loaded_at_query`.
    static let freshnessUnknown = Diagnostic.Code(rawValue: "source-freshness-without-field")
    /// `overrides:` of a source is deprecated.
    static let sourceOverride = Diagnostic.Code(rawValue: "deprecated-source-override")
    /// `overrides:` of a source names a source or table that does not exist.
    static let sourceOverrideUnused = Diagnostic.Code(rawValue: "source-override-unused")
    /// A property is not known and looks like one that is.
    static let propertyUnknown = Diagnostic.Code(rawValue: "property-unknown")
    /// A property means nothing for this type of resource.
    static let propertyNotForType = Diagnostic.Code(rawValue: "property-not-for-type")
    /// `arguments:` of a generic test counts as an argument like others, since a flag says so.
    static let argumentsPropertyUnused = Diagnostic.Code(rawValue: "deprecated-arguments-property")
    /// A call such as `ref('orders')` in a yml file cannot be understood.
    static let referenceInvalid = Diagnostic.Code(rawValue: "reference-invalid")
}

extension Diagnostic.Code {
    /// A file of the project is not written in UTF-8.
    static let fileNotUTF8 = Diagnostic.Code(rawValue: "file-not-utf8")
}
