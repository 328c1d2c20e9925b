public import Diagnostics
internal import Events
internal import Formats
internal import Jinja
public import ProjectGraph
internal import ProjectLoading
public import ProjectModel
internal import TemplateLibrary

/// What must hold of the configurations of microbatch models.
///
/// Source: dbt-core 1.11, microbatch parse checks.
public struct MicrobatchCheck {
    private let compilation: Compilation

    public init(_ compilation: Compilation) { self.compilation = compilation }

    /// Checks one node, and makes a time of its `begin`.
    /// - Throws: a parsing error in dbt's words.
    func complete(_ node: inout Node) throws(Diagnostic) {
        guard compilation.isMicrobatch(node) else { return }
        let config = node.config
        let model = "Microbatch model '\(node.name)'"
        let eventTime = config["event_time"] ?? .null
        guard !eventTime.isNull else {
            throw invalid(
                "\(model) must provide an 'event_time' (string) config that indicates the name of the event time column."
            )
        }
        guard eventTime.string != nil else {
            throw invalid(
                "\(model) must provide an 'event_time' config of type string, but got: <class '\(eventTime.pythonTypeName)'>."
            )
        }
        node.config["begin"] = try begin(config["begin"] ?? .null, model)
        let size = config["batch_size"] ?? .null
        guard size.string.flatMap(BatchSize.init) != nil else {
            let sizes = BatchSize.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
            throw invalid(
                "\(model) must provide a 'batch_size' config that is one of [\(sizes)], but got: \(size.pythonText).")
        }
        let lookback = config["lookback"] ?? .null
        guard lookback.isNull || lookback.int != nil || lookback.bool != nil else {
            throw invalid(
                "\(model) must provide the optional 'lookback' config as type int, but got: <class '\(lookback.pythonTypeName)'>)."
            )
        }
        let concurrent = config["concurrent_batches"] ?? .null
        guard concurrent.isNull || concurrent.bool != nil else {
            throw invalid(
                "\(model) optional 'concurrent_batches' config must be of type `bool` if specified, but got: <class '\(concurrent.pythonTypeName)'>)."
            )
        }
    }

    private func begin(_ begin: DataValue, _ model: String) throws(Diagnostic) -> DataValue {
        switch begin {
        case .timestamp: return begin
        case .null:
            throw invalid(
                "\(model) must provide a 'begin' (datetime) config that indicates the earliest timestamp the microbatch model should be built from."
            )
        case .string(let text):
            guard let iso = Value.normalizedISODateTime(text) else {
                throw invalid(
                    "\(model) must provide a 'begin' config of valid datetime (ISO format), but got: \(text).")
            }
            return .timestamp(iso)
        default:
            throw invalid(
                "\(model) must provide a 'begin' config of type datetime, but got: <class '\(begin.pythonTypeName)'>.")
        }
    }

    private func invalid(_ message: String) -> Diagnostic {
        Diagnostic(.microbatchInvalid, message, family: .parsing)
    }

    /// Tells what is worth a warning about the microbatch models of a project.
    /// - Throws: when the user wants a warning to be an error, or an input has an impossible `event_time`.
    public func report(_ manifest: borrowing Manifest) throws(Diagnostic) {
        let log = compilation.log
        if !compilation.runsBatches,
            manifest.nodes.values.contains(where: { Compilation.hasMicrobatchStrategy($0) })
        {
            try log.deprecate(.microbatchMacroOutsideOfBatches)
        }
        guard compilation.runsBatches else { return }
        let forced = manifest.nodes.values.count { $0.config["concurrent_batches"]?.bool == true }
        if forced > 0 { try log.warn(.concurrentBatchesUnsupported(models: forced)) }
        for node in manifest.nodes.values where compilation.isMicrobatch(node) {
            var hasFilteredInput = false
            for id in node.dependsOn.nodes {
                let input = manifest.nodes[id].map { ($0.name, $0.config) }
                guard let (name, config) = input ?? manifest.sources[id].map({ ($0.name, $0.config) }),
                    let column = config["event_time"], column.isTruthy
                else { continue }
                guard column.string != nil else {
                    throw invalid(
                        "Microbatch model '\(node.name)' depends on an input node '\(name)' with an 'event_time' config of invalid (non-string) type: <class '\(column.pythonTypeName)'>."
                    )
                }
                hasFilteredInput = true
            }
            // dbt never makes an error of this one.
            if !hasFilteredInput { log.fire(.microbatchWithoutEventTime(model: node.name)) }
        }
    }
}

extension Compilation {
    /// Whether microbatch models run batch by batch: not when a project replaces the macro of the strategy and has not
    /// said that its own can.
    public var runsBatches: Bool {
        invocation.settings.behavior("require_batched_execution_for_custom_microbatch_strategy", default: false)
            || !library.isReplaced("get_incremental_microbatch_sql")
    }

    /// Whether the node is built in batches.
    public func isMicrobatch(_ node: Node) -> Bool { Self.hasMicrobatchStrategy(node) && runsBatches }

    /// Whether the node is a model with the strategy `microbatch`.
    public static func hasMicrobatchStrategy(_ node: Node) -> Bool {
        node.resourceType == .model && node.config.materialized == "incremental"
            && node.config["incremental_strategy"]?.string == "microbatch"
    }
}

extension Diagnostic.Code {
    /// A microbatch model whose configuration does not say how to cut it into batches.
    public static let microbatchInvalid = Self(rawValue: "microbatch-invalid")
}
