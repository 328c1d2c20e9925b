internal import Formats

/// One template with its context and what Jinja2 and dbt make of it.
struct Vector {
    let data: DataValue
    var template: String
    var macros: String?

    init(_ data: DataValue) {
        self.data = data
        template = data["template"]?.string ?? ""
        macros = data["macros"]?.string
    }

    var id: String { data["id"]?.string ?? "" }
    var area: String { data["area"]?.string ?? "" }
    var tier: Int { data["tier"]?.int ?? 1 }
    var mode: String { data["mode"]?.string ?? "text" }
    var context: DataMapping { data["context"]?.mapping ?? [:] }
    var variables: DataMapping { data["vars"]?.mapping ?? [:] }
    var environment: DataMapping { data["env"]?.mapping ?? [:] }
    var isQuirk: Bool { data["tags"]?.list?.contains("quirk") ?? false }
    var expectation: DataValue { data["expect"] ?? .null }
}
