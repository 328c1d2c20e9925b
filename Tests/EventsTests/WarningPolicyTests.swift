import Diagnostics
import Events
import Formats
import Testing

/// Expected outcomes are those of dbt-common's `WarnErrorOptionsV2`.
@Suite struct WarningPolicyTests {
    @Test(arguments: [
        ("{}", "NothingToDo", WarningPolicy.Outcome.warn),
        ("{error: all}", "NothingToDo", .error),
        ("{error: all, warn: [NothingToDo]}", "NothingToDo", .warn),
        ("{error: all, silence: [NothingToDo]}", "NothingToDo", .silence),
        ("{error: [NothingToDo]}", "NoNodesSelected", .warn),
        ("{error: [Deprecations], warn: [ModelParamUsageDeprecation]}", "ModelParamUsageDeprecation", .warn),
        ("{error: [Deprecations], silence: [SourceOverrideDeprecation]}", "ModelParamUsageDeprecation", .error),
        ("{silence: [Deprecations], error: [ModelParamUsageDeprecation]}", "ModelParamUsageDeprecation", .error),
        ("{include: '*', exclude: [NothingToDo]}", "NothingToDo", .warn),
    ])
    func decides(options: String, name: String, outcome: WarningPolicy.Outcome) throws {
        let (policy, _) = try WarningPolicy.parse(try YAML.load(options))
        #expect(policy.outcome(name: name, isDeprecation: name.hasSuffix("Deprecation")) == outcome)
    }

    @Test(arguments: ["{error: [Nope]}", "{warn: [NothingToDo]}", "{error: some}", "{eror: all}", "[a]"])
    func refuses(options: String) {
        #expect(throws: Diagnostic.self) { _ = try WarningPolicy.parse(try YAML.load(options)) }
    }

    @Test func knowsTheOldKeys() throws {
        #expect(try WarningPolicy.parse(try YAML.load("{include: all}")).oldKeys.include)
        #expect(try !WarningPolicy.parse(try YAML.load("{error: all}")).oldKeys.areUsed)
    }

    /// A project that passes `--warn-error` with dbt must pass it here, whatever Martlet says besides.
    @Test(arguments: [
        ("{error: all}", WarningPolicy.Outcome.warn), ("{error: [MartletWarning]}", .error),
        ("{error: [ConfigUnknownKey]}", .error), ("{error: [PropertyUnknown]}", .warn),
        ("{error: all, silence: [MartletWarning]}", .silence),
        ("{error: [MartletWarning], silence: [ConfigUnknownKey]}", .silence),
    ])
    func ownWarningsAreErrorsOnlyByName(options: String, outcome: WarningPolicy.Outcome) throws {
        let event = Event("ConfigUnknownKey", "X000", .warn, text: { _ in "" })
        #expect(try WarningPolicy.parse(try YAML.load(options)).policy.outcome(of: event) == outcome)
        #expect(WarningPolicy(isEverythingAnError: true).outcome(of: event) == .warn)
    }
}
