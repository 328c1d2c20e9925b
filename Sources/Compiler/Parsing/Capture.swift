internal import Diagnostics
internal import Formats
internal import ProjectLoading
internal import ProjectModel

/// What the templates of one node ask for while they are rendered in the parse phase.
final class Capture {
    var refs: [RefCall] = []
    var sources: [SourceCall] = []
    var metrics: [NamedCall] = []
    var functions: [NamedCall] = []
    /// `config()` calls, merged.
    var configCalls: DataMapping = [:]
    /// The macros that the code itself called, in order.
    var macros: [UniqueID] = []

    func record(macro id: UniqueID) { if !macros.contains(id) { macros.append(id) } }

    func record(_ call: RefCall) { refs.append(call) }
    func record(_ call: SourceCall) { sources.append(call) }

    /// Keeps the first call of each source.
    func dropRepeatedSources() {
        var seen: Set<[String]> = []
        sources.removeAll { !seen.insert([$0.source, $0.table]).inserted }
    }

    func record(config call: DataMapping) throws(Diagnostic) {
        try ConfigResolver.addCall(call, to: &configCalls)
    }

    /// Moves what was captured into `node`.
    func apply(to node: inout Node) {
        node.refs += refs
        node.sources += sources
        node.metrics += metrics
        node.functions += functions
    }
}
