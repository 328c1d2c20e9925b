public import Diagnostics
public import Platform
internal import Synchronization
internal import Threads

/// Where everything in Martlet sends its events: hands them to the sinks and turns warnings into errors where asked.
///
/// It is passed to those who have something to tell; any thread may use it.
public final class EventLog: Sendable {
    /// How often a deprecation was met.
    public struct DeprecationCount: Sendable, Hashable {
        public let name: String
        public let code: String
        public var count: Int
    }

    private struct State {
        var warnings = WarningPolicy()
        var showsAllDeprecations = false
        var deprecations: [DeprecationCount] = []
        var refusal: Diagnostic?
        /// The node that each thread works on.
        var nodes: [String: NodeInfo] = [:]
    }

    public let invocationID: String
    private let sinks: [any EventSink]
    private let lowestLevel: Event.Level?
    private let now: @Sendable () -> Timestamp
    private let state = Mutex(State())

    /// Makes a log over `sinks`; `now` is the clock: tests give one that stands still.
    public init(
        sinks: [any EventSink] = [], invocationID: String = Random.uuid(),
        now: @escaping @Sendable () -> Timestamp = { SystemClock.now }
    ) {
        self.sinks = sinks
        self.invocationID = invocationID
        self.now = now
        lowestLevel = sinks.map(\.level).min()
    }

    /// A log that nobody reads.
    public static let silent = EventLog(invocationID: "")

    /// Decides what happens with warnings from now on; the command line and the project's flags are known only later
    /// than the first events.
    public func configure(warnings: WarningPolicy, showsAllDeprecations: Bool = false) {
        state.withLock {
            $0.warnings = warnings
            $0.showsAllDeprecations = showsAllDeprecations
        }
    }

    public var warnings: WarningPolicy { state.withLock { $0.warnings } }

    /// Some sink writes events of `level`.
    public func wants(_ level: Event.Level) -> Bool { lowestLevel.map { $0 <= level } ?? false }

    /// The first warning that should have been an error but was told by `fire`, which cannot throw: a command that
    /// ends well has failed when there is one.
    public var refusal: Diagnostic? { state.withLock { $0.refusal } }

    /// Tells an event of any level.
    public func fire(_ event: Event) {
        if event.level == .warn, !isAllowed(event) { return }
        tell(event)
    }

    /// Applies the policy to a warning that did not come through `warn`, where the user wants that.
    private func isAllowed(_ event: Event) -> Bool {
        state.withLock { state in
            guard state.warnings.appliesToAllWarnings || EventNames.own.contains(event.name) else { return true }
            switch state.warnings.outcome(of: event) {
            case .warn: return true
            case .silence: return false
            case .error:
                if state.refusal == nil { state.refusal = Self.refusal(event, subject: nil) }
                return true
            }
        }
    }

    private static func refusal(_ event: Event, subject: String?) -> Diagnostic {
        Diagnostic(.warningAsError, event.text(), family: .compilation, subject: subject)
    }

    /// Says on which node the calling thread works from now on, for events that sessions and templates send.
    public func setNode(_ node: NodeInfo?) {
        guard wants(.debug) else { return }
        let thread = Thread.currentName
        state.withLock { $0.nodes[thread] = node }
    }

    private func tell(_ event: Event) {
        guard wants(event.level) || event.isPayload else { return }
        let thread = Thread.currentName
        let node = event.belongsToWork ? state.withLock { $0.nodes[thread] } : nil
        let record = EventRecord(
            event: node.map { event.about($0) } ?? event, time: now(), thread: thread, invocationID: invocationID)
        for sink in sinks where sink.level <= event.level || event.isPayload { sink.write(record) }
    }

    /// Tells an event of level debug; it is not even made when nobody wants it.
    public func debug(_ event: @autoclosure () -> Event) {
        if wants(.debug) { tell(event()) }
    }

    /// Tells a warning, or throws it when the user wants it to be an error.
    /// - Throws: a compilation error with the warning's text.
    public func warn(_ event: Event, subject: String? = nil) throws(Diagnostic) {
        switch state.withLock({ $0.warnings.outcome(of: event) }) {
        case .silence: return
        case .warn: tell(event)
        case .error: throw Self.refusal(event, subject: subject)
        }
    }

    /// Tells the first deprecation of its name and counts the others.
    /// - Throws: as `warn`.
    public func deprecate(_ event: Event) throws(Diagnostic) {
        let isShown = state.withLock { state in
            if let index = state.deprecations.firstIndex(where: { $0.name == event.name }) {
                state.deprecations[index].count += 1
                return state.showsAllDeprecations
            }
            state.deprecations.append(DeprecationCount(name: event.name, code: event.code, count: 1))
            return true
        }
        if isShown { try warn(event) }
    }

    /// Tells at the end of a command how many deprecations were met; nothing when there were none.
    public func summarizeDeprecations() throws(Diagnostic) {
        let (counts, showsAll) = state.withLock { ($0.deprecations, $0.showsAllDeprecations) }
        if !counts.isEmpty { try warn(.deprecationsSummary(counts, hintsAtShowingAll: !showsAll)) }
    }

    /// The deprecations met so far, in the order of their first occurrence.
    public var deprecations: [DeprecationCount] { state.withLock { $0.deprecations } }

    /// Makes sure that everything told so far is written.
    public func flush() {
        for sink in sinks { sink.flush() }
    }
}

extension Diagnostic.Code {
    /// A warning that `--warn-error` or `--warn-error-options` made an error.
    public static let warningAsError = Diagnostic.Code(rawValue: "warning-as-error")
}
