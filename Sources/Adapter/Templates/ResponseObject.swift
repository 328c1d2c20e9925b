public import Jinja

/// The outcome of a statement as templates see it: prints as its message.
public final class ResponseObject: Object {
    public let response: AdapterResponse

    public init(_ response: AdapterResponse) { self.response = response }

    public override var typeName: String { "dbt.adapters.contracts.connection.AdapterResponse" }

    public override func attribute(_ name: String) throws(TemplateError) -> Value? {
        switch name {
        case "message": Value(response.message)
        case "code": Value(response.code)
        case "rows_affected": Value(response.rowsAffected)
        case "query_id": .null
        default: nil
        }
    }

    public override func str() throws(TemplateError) -> Text { Text(response.message) }

    public override func repr() throws(TemplateError) -> Text {
        let code = try Value(response.code).repr().string
        let rows = response.rowsAffected.map(String.init) ?? "None"
        let message = try Value(response.message).repr().string
        return Text("AdapterResponse(_message=\(message), code=\(code), rows_affected=\(rows), query_id=None)")
    }

    public override func isEqual(to other: Value) throws(TemplateError) -> Bool {
        (other.object as? ResponseObject)?.response == response
    }
}
