internal import Compiler
internal import Diagnostics
internal import Events
internal import Formats
internal import ProjectGraph
internal import ProjectLoading

/// Tells warnings of parsing under dbt's names, so that `warn_error_options` finds them.
struct WarningReport {
    private let log: EventLog

    init(_ log: EventLog) { self.log = log }

    /// - Throws: when the user wants this warning to be an error.
    func tell(_ warning: Diagnostic) throws(Diagnostic) {
        if let event = Event(warningOfLoading: warning) {
            return event.isDeprecation ? try log.deprecate(event) : try log.warn(event)
        }
        if let (name, code) = Self.names[warning.code] {
            let message = warning.message
            let isPlain = Self.plain.contains(warning.code)
            return try log.warn(
                Event(
                    name, code, .warn, fields: ["msg": .string(message)],
                    text: { isPlain ? message : $0.warning(message) }))
        }
        // A warning that dbt does not have becomes an error only when `warn_error_options` names it.
        let words = warning.code.rawValue.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }
        let name = words.joined()
        let text = warning.message
        let (code, frame) = (warning.code.rawValue, warning.codeFrame + (warning.hint.map { ["hint: \($0)"] } ?? []))
        try log.warn(
            Event(
                EventNames.own.contains(name) ? name : EventNames.anyOwn, "X000", .warn,
                fields: ["msg": .string(text), "code": .string(code)],
                text: { ([$0.warning(text)] + frame + ["[\(code)]"]).joined(separator: "\n") }))
    }

    private static let names: [Diagnostic.Code: (name: String, code: String)] = [
        .refNotFound: ("NodeNotFoundOrDisabled", "I060"),
        .sourceNotFound: ("NodeNotFoundOrDisabled", "I060"),
        .refDisabled: ("NodeNotFoundOrDisabled", "I060"),
        .macroPropertiesUnmatched: ("MacroNotFoundForPatch", "I059"),
        .propertiesUnmatched: ("NoNodeForYamlKey", "I058"),
        .propertiesWrongType: ("WrongResourceSchemaFile", "I057"),
        .selectionEmpty: ("NoNodesForSelectionCriteria", "M030"),
        .contractBroken: ("UnversionedBreakingChange", "I071"),
        .seedGrown: ("SeedIncreased", "I052"),
        .seedNotCompared: ("SeedExceedsLimitSamePath", "I053"),
        .seedMoved: ("SeedExceedsLimitAndPathChanged", "I054"),
    ]

    /// What dbt shows without the tag of a warning.
    private static let plain: Set<Diagnostic.Code> = [.selectionEmpty, .seedGrown, .seedNotCompared, .seedMoved]
}
