internal import Formats

/// What templates and commands print, and plain formatting.
extension Event {
    private static func message(_ name: String, _ code: String, _ level: Level, _ text: String, _ node: NodeInfo?)
        -> Event
    {
        Event(name, code, level, node: node, fields: ["msg": .string(text)], text: { _ in text })
    }

    /// Z052: the payload of a command, and `print()` of a template.
    public static func print(_ text: String) -> Event { message("PrintEvent", "Z052", .info, text, nil) }

    /// I062: `log(…, info=true)` of a template.
    public static func jinjaLogInfo(_ text: String, node: NodeInfo?) -> Event {
        message("JinjaLogInfo", "I062", .info, text, node)
    }

    /// I063: `log(…)` of a template.
    public static func jinjaLogDebug(_ text: String, node: NodeInfo?) -> Event {
        message("JinjaLogDebug", "I063", .debug, text, node)
    }

    /// I061: `exceptions.warn(…)` of a template.
    public static func jinjaLogWarning(_ text: String, node: NodeInfo?) -> Event {
        message("JinjaLogWarning", "I061", .warn, text, node)
    }

    /// Z017: an empty line, or a rule.
    public static func formatting(_ text: String = "") -> Event { message("Formatting", "Z017", .info, text, nil) }

    /// Z050
    public static func note(_ text: String, level: Level = .info) -> Event {
        message("Note", "Z050", level, text, nil)
    }

    /// Z047
    public static func debugOutput(_ text: String) -> Event { message("DebugCmdOut", "Z047", .info, text, nil) }

    /// Z048
    public static func debugResult(_ text: String) -> Event { message("DebugCmdResult", "Z048", .info, text, nil) }

    /// Q004: the first rows of a seed.
    public static func seedHeader(_ header: String) -> Event {
        Event("SeedHeader", "Q004", .info, fields: ["header": .string(header)], text: { _ in header })
    }

    /// What `show` and `compile` print, and in which form.
    public struct Payload: Sendable {
        /// Nil for SQL given on the command line.
        public var nodeName: String?
        public var uniqueID: String
        public var isJSON: Bool
        public var isQuiet: Bool

        public init(nodeName: String?, uniqueID: String = "", isJSON: Bool, isQuiet: Bool) {
            self.nodeName = nodeName
            self.uniqueID = uniqueID
            self.isJSON = isJSON
            self.isQuiet = isQuiet
        }

        fileprivate func fields(_ name: String, _ value: String) -> Fields {
            [
                name: .string(value), "is_inline": .bool(nodeName == nil), "node_name": .string(nodeName ?? ""),
                "output_format": .string(isJSON ? "json" : "text"), "quiet": .bool(isQuiet),
                "unique_id": .string(uniqueID),
            ]
        }

        fileprivate func json(_ name: String, _ value: DataValue) -> String {
            guard let nodeName else { return JSON.text(.object([name: value]), indent: 2) }
            return JSON.text(.object(["node": .string(nodeName), name: value]), indent: 2)
        }
    }

    /// Q041. - Parameter preview: the rows as a table of text, or as a JSON array.
    public static func showNode(_ payload: Payload, preview: String) -> Event {
        Event(
            "ShowNode", "Q041", .info, fields: payload.fields("preview", preview),
            text: { _ in
                if payload.isJSON { return payload.json("show", (try? JSON.parse(preview)) ?? .string(preview)) }
                if payload.isQuiet { return preview }
                return payload.nodeName.map { "Previewing node '\($0)':\n\(preview)" }
                    ?? "Previewing inline node:\n\(preview)"
            })
    }

    /// Q042
    public static func compiledNode(_ payload: Payload, sql: String) -> Event {
        Event(
            "CompiledNode", "Q042", .info, fields: payload.fields("compiled", sql),
            text: { _ in
                if payload.isJSON { return payload.json("compiled", .string(sql)) }
                if payload.isQuiet { return sql }
                return payload.nodeName.map { "Compiled node '\($0)' is:\n\(sql)" }
                    ?? "Compiled inline node is:\n\(sql)"
            })
    }
}
