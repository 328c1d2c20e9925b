internal import Formats
internal import Jinja
internal import TemplateLibrary

/// What a vector says about variables, environment and time; keeps its messages.
final class VectorHost: TemplateHost {
    private let vector: Vector
    private(set) var logs: [String] = []

    init(_ vector: Vector) {
        self.vector = vector
    }

    let invocationID = "00000000-1111-2222-3333-444444444444"
    let threadName = "Thread-1"

    func log(_ message: String, isInfo: Bool) { logs.append(message) }
    func print(_ message: String) { logs.append(message) }
    func warn(_ message: String) throws(TemplateError) { logs.append(message) }

    func variable(_ name: String) -> DataValue? { vector.variables[name] }

    func missingVariable(_ name: String) throws(TemplateError) -> Value {
        throw TemplateError.missingVariable(name, owner: "<Configuration>", variables: vector.variables)
    }

    func environmentVariable(_ name: String, usesDefault: Bool) -> String? { vector.environment[name]?.string }

    var runStartedAt: Int {
        let text = vector.data["run_started_at"]?.string ?? "2024-03-05T06:07:08.901234+00:00"
        return Value.microsecondsSinceEpoch(ofISO: text) ?? 0
    }
}
