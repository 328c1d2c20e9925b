public import Formats
internal import OrderedCollections

/// Something that happened and may be told: what dbt calls an event, under its name and code.
///
/// The text and the fields are made only when a sink wants them.
public struct Event: Sendable {
    public enum Level: Int, Sendable, Hashable, Comparable {
        case debug, info, warn, error

        /// The level as logs spell it.
        public var name: String {
            switch self {
            case .debug: "debug"
            case .info: "info"
            case .warn: "warn"
            case .error: "error"
            }
        }

        public init?(name: String) {
            switch name {
            case "debug": self = .debug
            case "info": self = .info
            case "warn": self = .warn
            case "error": self = .error
            default: return nil
            }
        }

        public static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
    }

    /// dbt's name for the kind of event: `LogModelResult`. Tools match on it.
    public let name: String
    /// dbt's code for it: `Q012`.
    public let code: String
    public let level: Level
    /// The node that this is about.
    public let node: NodeInfo?
    private let makeText: @Sendable (EventStyle) -> String
    private let makeFields: @Sendable () -> Fields

    /// Names and values, in any order.
    public typealias Fields = KeyValuePairs<String, DataValue>

    /// Describes an event: `fields` are what `data` of a JSON line holds, without `node_info`; `text` is the message for
    /// people, which may have several lines and colours.
    public init(
        _ name: String, _ code: String, _ level: Level, node: NodeInfo? = nil,
        fields: @autoclosure @escaping @Sendable () -> Fields = [:], text: @escaping @Sendable (EventStyle) -> String
    ) {
        self.name = name
        self.code = code
        self.level = level
        self.node = node
        makeFields = fields
        makeText = text
    }

    private init(_ event: Event, node: NodeInfo) {
        (name, code, level, makeText, makeFields) =
            (event.name, event.code, event.level, event.makeText, event.makeFields)
        self.node = node
    }

    /// The event as one about a node.
    func about(_ node: NodeInfo) -> Event { Event(self, node: node) }

    /// The event tells what is done for the node that the thread works on, without naming it.
    ///
    /// Source: dbt-adapters and dbt-core 1.11, events with `node_info`.
    var belongsToWork: Bool { node == nil && Self.namesOfWork.contains(name) }

    private static let namesOfWork: Set<String> = [
        "AdapterEventDebug", "AdapterEventInfo", "AdapterEventWarning", "NewConnection", "NewConnectionOpening",
        "ConnectionUsed", "ConnectionClosed", "SQLQuery", "SQLQueryStatus", "SQLCommit", "Rollback", "JinjaLogDebug",
        "JinjaLogInfo",
    ]

    public func text(_ style: EventStyle = EventStyle()) -> String { makeText(style) }

    /// The fields of the event, with `node_info` when it is about a node.
    public var data: DataMapping {
        var data = DataMapping()
        for (name, value) in makeFields() { data[name] = value }
        if let node { data["node_info"] = .mapping(node.data) }
        if let group = node?.group, name == "LogModelResult" || name == "LogTestResult" {
            data["group"] = .mapping(group)
        }
        return data
    }

    /// What a command prints as its payload: without a time before it, and even with `--quiet`.
    ///
    /// Source: `PRINT_EVENT_NAMES` of dbt-common's logger.
    public var isPayload: Bool { code == "Z052" || code == "Q041" || code == "Q042" }

    /// The event tells that a feature will go away.
    public var isDeprecation: Bool { code.utf8.first == UInt8(ascii: "D") }
}
