public import Formats
public import Platform

/// What happens to a node on its way, for the debug log and for tools that follow a run.
extension Event {
    /// Q024
    public static func nodeStart(_ node: NodeInfo) -> Event {
        Event("NodeStart", "Q024", .debug, node: node, text: { _ in "Began running node \(node.uniqueID)" })
    }

    /// Q030
    public static func nodeCompiling(_ node: NodeInfo) -> Event {
        Event("NodeCompiling", "Q030", .debug, node: node, text: { _ in "Began compiling node \(node.uniqueID)" })
    }

    /// Q031
    public static func nodeExecuting(_ node: NodeInfo) -> Event {
        Event("NodeExecuting", "Q031", .debug, node: node, text: { _ in "Began executing node \(node.uniqueID)" })
    }

    /// Q029
    public static func writingInjectedSQL(_ node: NodeInfo) -> Event {
        Event(
            "WritingInjectedSQLForNode", "Q029", .debug, node: node,
            text: { _ in "Writing injected SQL for node \"\(node.uniqueID)\"" })
    }

    /// A named span of a node's life: `compile` or `execute`.
    public struct Timing: Sendable, Hashable {
        public let name: String
        public let started: Timestamp
        public let completed: Timestamp

        public init(name: String, started: Timestamp, completed: Timestamp) {
            self.name = name
            self.started = started
            self.completed = completed
        }
    }

    /// What `NodeFinished` tells about the result.
    public struct NodeResult: Sendable {
        public var status: String
        public var message: String
        public var thread: String
        public var seconds: Double
        public var failures: Int
        public var timing: [Timing]
        public var adapterResponse: DataMapping

        public init(
            status: String, message: String, thread: String, seconds: Double, failures: Int = 0, timing: [Timing] = [],
            adapterResponse: DataMapping = [:]
        ) {
            self.status = status
            self.message = message
            self.thread = thread
            self.seconds = seconds
            self.failures = failures
            self.timing = timing
            self.adapterResponse = adapterResponse
        }
    }

    /// Q025
    public static func nodeFinished(_ node: NodeInfo, _ result: NodeResult) -> Event {
        Event(
            "NodeFinished", "Q025", .debug, node: node,
            fields: [
                "run_result": result.data
            ],
            text: { _ in "Finished running node \(node.uniqueID)" })
    }

    /// P001
    public static func artifactWritten(type: String, path: String) -> Event {
        Event(
            "ArtifactWritten", "P001", .debug,
            fields: ["artifact_path": .string(path), "artifact_type": .string(type)],
            text: { _ in "Wrote artifact \(type) to \(path)" })
    }

    /// W002: an expected error ended a node.
    public static func exceptionOnRun(_ text: String, node: NodeInfo?) -> Event {
        Event(
            "CatchableExceptionOnRun", "W002", .debug, node: node,
            fields: ["exc": .string(text), "exc_info": ""], text: { _ in text })
    }

    /// W004: an unexpected error ended a node.
    public static func genericExceptionOnRun(path: String, text: String, node: NodeInfo?) -> Event {
        Event(
            "GenericExceptionOnRun", "W004", .error, node: node,
            fields: ["build_path": .string(path), "exc": .string(text)],
            text: { "\($0.red("Unhandled error while executing \(path)"))\n\(text)" })
    }

    /// Q001 and Q036 differ in nothing that a reader sees; this is Q001.
    public static func operationError(_ text: String) -> Event {
        Event(
            "RunningOperationCaughtError", "Q001", .error, fields: ["exc": .string(text)],
            text: { _ in "Encountered an error while running operation: \(text)" })
    }

    /// Q044
    public static func microbatchDebug(_ text: String) -> Event {
        Event("MicrobatchExecutionDebug", "Q044", .debug, fields: ["msg": .string(text)], text: { _ in text })
    }
}

extension Event.NodeResult {
    var data: DataValue {
        .object([
            "adapter_response": DataValue.mapping(adapterResponse).withFloats, "execution_time": .seconds(seconds),
            "message": .string(message), "num_failures": .int(failures), "status": .string(status),
            "thread": .string(thread), "timing_info": .list(timing.map(\.data)),
        ])
    }
}

extension Event.Timing {
    fileprivate var data: DataValue {
        .object([
            "completed_at": .string(completed.iso), "name": .string(name), "started_at": .string(started.iso),
        ])
    }
}
