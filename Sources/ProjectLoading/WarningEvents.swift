public import Diagnostics
public import Events
internal import Formats
internal import TemplateLibrary

extension Event {
    /// The event under which dbt tells a warning of loading; nil for a diagnostic that is not from here.
    ///
    /// A deprecation is told once for its kind (`EventLog.deprecate`), everything else each time (`EventLog.warn`).
    public init?(warningOfLoading warning: Diagnostic) {
        if let (name, isAlwaysNamed) = Self.deprecationNames[warning.code] {
            self = .deprecation(name, warning.message, alwaysNamed: isAlwaysNamed)
            return
        }
        guard let (name, code) = Self.warningNames[warning.code] else { return nil }
        let message = warning.message
        // dbt shows this one without its tag.
        let isPlain = warning.code == .freshnessUnknown
        self.init(
            name, code, .warn, fields: ["msg": .string(message)], text: { isPlain ? message : $0.warning(message) })
    }

    private static let deprecationNames: [Diagnostic.Code: (name: String, isAlwaysNamed: Bool)] = [
        .propertyMovedToConfig: ("PropertyMovedToConfigDeprecation", true),
        .missingArgumentsProperty: ("MissingArgumentsPropertyInGenericTestDeprecation", true),
        .argumentsPropertyUnused: ("ArgumentsPropertyInGenericTestDeprecation", true),
        .deprecatedTopLevelKey: ("CustomTopLevelKeyDeprecation", true),
        .deprecatedMissingPlus: ("MissingPlusPrefixDeprecation", true),
        .deprecatedCustomConfigKey: ("CustomKeyInConfigDeprecation", true),
        .deprecatedCustomKey: ("CustomKeyInObjectDeprecation", true),
        .yamlDuplicateKey: ("DuplicateYAMLKeysDeprecation", true),
        .blockUnexpectedTag: ("UnexpectedJinjaBlockDeprecation", true),
        .deprecatedSourcePaths: ("ConfigSourcePathDeprecation", false),
        .deprecatedDataPaths: ("ConfigDataPathDeprecation", false),
        .deprecatedLogPath: ("ConfigLogPathDeprecation", false),
        .deprecatedTargetPath: ("ConfigTargetPathDeprecation", false),
        .exposureName: ("ExposureNameDeprecation", false),
        .sourceOverride: ("SourceOverrideDeprecation", false),
    ]

    private static let warningNames: [Diagnostic.Code: (name: String, code: String)] = [
        .freshnessUnknown: ("FreshnessConfigProblem", "I073"),
        .sourceOverrideUnused: ("UnusedTables", "I056"),
        .propertyNotForType: ("ValidationWarning", "I009"),
        .configUnusedPath: ("UnusedResourceConfigPath", "I051"),
    ]
}
