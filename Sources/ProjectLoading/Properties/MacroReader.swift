internal import Diagnostics
internal import Formats
internal import ProjectModel

/// Reads an entry of `macros:`.
struct MacroReader {
    let reader: EntryReader

    func read() throws(Diagnostic) -> MacroProperties {
        try reader.check(.macro)
        var macro = MacroProperties(name: try reader.text("name"), place: reader.place)
        macro.description = try reader.text("description", default: "")
        macro.config = try reader.mapping("config")
        macro.meta = try reader.mapping("meta").merging(macro.config["meta"]?.mapping ?? [:]) { $1 }
        if let docs = macro.config["docs"]?.mapping ?? reader.data["docs"]?.mapping {
            macro.docs = ["show": docs["show"] ?? true, "node_color": docs["node_color"] ?? .null]
        }
        for argument in try reader.items("arguments") {
            macro.arguments.append([
                "name": .string(try argument.text("name")), "type": .text(try argument.optionalText("type")),
                "description": .string(try argument.text("description", default: "")),
            ])
        }
        return macro
    }
}
