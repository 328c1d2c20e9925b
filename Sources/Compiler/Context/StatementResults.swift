internal import Adapter
internal import Diagnostics
internal import Jinja

/// The results of `statement` blocks of one node, by name.
///
/// Every result but `main` can be read once. Source: dbt-core 1.11, load_result.
final class StatementResults {
    /// What `_sql_results` is to templates: the results by name.
    let entries = DictObject()
    private var isRead: Set<String> = []
    /// The response of the statement `main`, which becomes the node's.
    private(set) var main: AdapterResponse?

    func store(_ name: String, _ response: AdapterResponse, _ table: Table) {
        if name == "main" { main = response }
        isRead.remove(name)
        entries[name] = .object(StatementResultObject(response, table))
    }

    func load(_ name: String) throws(TemplateError) -> Value {
        guard let result = entries[name] else { return .null }
        guard name != "main" else { return result }
        guard isRead.insert(name).inserted else {
            throw TemplateError(
                Diagnostic(
                    .statementRead,
                    "The 'statement' result named '\(name)' has already been loaded into a variable"))
        }
        return result
    }
}

/// What `load_result` gives: `response`, `data` and `table`, as attributes and items.
final class StatementResultObject: NameMapping {
    let response: AdapterResponse
    let table: Table
    private var data: Value?

    init(_ response: AdapterResponse, _ table: Table) {
        self.response = response
        self.table = table
    }

    override var typeName: String { "AttrDict" }
    override var names: [String] { ["response", "data", "table"] }

    override func value(named name: String) throws(TemplateError) -> Value? {
        switch name {
        case "response": return .object(ResponseObject(response))
        case "table": return .object(TableObject(table))
        case "data":
            if let data { return data }
            let rows = Value.list((0..<table.rowCount).map { row in .tuple(table.row(row).map { Value($0) }) })
            data = rows
            return rows
        default: return nil
        }
    }
}

extension Diagnostic.Code {
    /// A statement result that is read twice.
    static let statementRead = Self(rawValue: "statement-result-read")
}
