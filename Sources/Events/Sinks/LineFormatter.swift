internal import Formats
internal import Platform

/// Makes the line of an event, in one of dbt's three formats, without secrets.
public struct LineFormatter: Sendable {
    public enum Format: String, Sendable {
        /// `02:25:00  message`
        case text
        /// `02:25:00.660958 [info ] [MainThread]: message`
        case debug
        /// One JSON object.
        case json
    }

    public var format: Format
    public var style: EventStyle
    public var secrets: SecretScrubber
    /// What `info.extra` of a JSON line holds: the environment's `DBT_ENV_CUSTOM_ENV_…`.
    public var extra: [String: String]

    public init(
        _ format: Format, style: EventStyle = EventStyle(), secrets: SecretScrubber = SecretScrubber(),
        extra: [String: String] = [:]
    ) {
        self.format = format
        self.style = style
        self.secrets = secrets
        self.extra = extra
    }

    /// The bytes of the line with its newline.
    public func line(_ record: EventRecord) -> [UInt8] {
        var bytes: [UInt8]
        switch format {
        case .text: bytes = Array(secrets.scrub(text(record)).utf8)
        case .debug: bytes = Array(secrets.scrub(debugText(record)).utf8)
        case .json: bytes = json(record)
        }
        bytes.append(10)
        return bytes
    }

    private var colorReset: String { style.usesColor ? "\u{1B}[0m" : "" }

    private func text(_ record: EventRecord) -> String {
        let text = record.event.text(style)
        return record.event.isPayload ? text : "\(colorReset)\(record.time.time)  \(text)"
    }

    private func debugText(_ record: EventRecord) -> String {
        let time = record.time.timeWithMicroseconds
        var line = ""
        if record.event.code == "A001" {
            let rule = String(repeating: "=", count: 30)
            line = "\n\n\(rule) \(time) | \(record.invocationID) \(rule)\n"
        }
        let level = record.event.level.name
        let thread = record.thread.prefix(10)
        line += "\(colorReset)\(time) [\(level)\(Self.blanks(5 - level.utf8.count))]"
        line += " [\(thread)\(Self.blanks(10 - thread.count))]: \(record.event.text(style))"
        return line
    }

    private static func blanks(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }

    /// Keys are sorted, as consumers of dbt's logs have always seen them.
    private func json(_ record: EventRecord) -> [UInt8] {
        var writer = JSONWriter(sortKeys: true)
        writer.beginObject()
        writer.member("data", .mapping(record.event.data))
        writer.key("info")
        writer.beginObject()
        writer.member("category", "" as String?)
        writer.member("code", record.event.code as String?)
        writer.key("extra")
        writer.beginObject()
        for (name, value) in extra.sorted(by: { $0.key < $1.key }) { writer.member(name, value as String?) }
        writer.endObject()
        writer.member("invocation_id", record.invocationID as String?)
        writer.member("level", record.event.level.name as String?)
        writer.member("msg", record.event.text(style) as String?)
        writer.member("name", record.event.name as String?)
        writer.member("pid", .int(Host.processID))
        writer.member("thread", record.thread as String?)
        writer.member("ts", record.time.iso as String?)
        writer.endObject()
        writer.endObject()
        return secrets.scrub(writer.takeBytes())
    }
}
