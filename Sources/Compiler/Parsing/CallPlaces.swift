internal import Diagnostics
internal import Jinja
internal import ProjectModel

/// Where the calls of `ref()` and `source()` stand in a template, for errors about what they name.
struct CallPlaces {
    private let ranges: [[String]: SourceRange]

    /// - Parameter calls: those of the template; a call whose arguments only rendering can tell has no place.
    init(_ calls: [StaticCall]) {
        var ranges: [[String]: SourceRange] = [:]
        for call in calls {
            guard let function = call.callee.last, function == "ref" || function == "source" else { continue }
            let names = call.arguments.compactMap { argument -> String? in
                if case .string(let text) = argument { return text }
                return nil
            }
            guard names.count == call.arguments.count else { continue }
            let key = [function] + names
            if ranges[key] == nil { ranges[key] = call.range }
        }
        self.ranges = ranges
    }

    /// Gives the references of `capture` their places.
    func apply(to capture: Capture) {
        guard !ranges.isEmpty else { return }
        for index in capture.refs.indices where capture.refs[index].range == nil {
            let call = capture.refs[index]
            capture.refs[index].range = ranges[["ref"] + [call.package, call.name].compactMap(\.self)]
        }
        for index in capture.sources.indices where capture.sources[index].range == nil {
            let call = capture.sources[index]
            capture.sources[index].range = ranges[["source", call.source, call.table]]
        }
    }
}
