/// A function written in Swift that templates can call.
///
/// ```swift
/// FunctionObject("ref") { arguments, renderer throws(TemplateError) in
///     …
/// }
/// ```
public final class FunctionObject: Object {
    /// What runs: it gets the arguments and the render that it was called from.
    public typealias Body = (Arguments, Renderer) throws(TemplateError) -> Value

    public let name: String
    private let body: Body
    /// Attributes of the function: `has_var` of `var`.
    private let attributes: [String: Value]
    private let kind: String

    /// - Parameter kind: what Python calls it: `function`, `builtin_function_or_method`, `method`.
    public init(_ name: String, kind: String = "function", attributes: [String: Value] = [:], body: @escaping Body) {
        self.name = name
        self.body = body
        self.attributes = attributes
        self.kind = kind
    }

    public override var typeName: String { kind }
    public override var isCallable: Bool { true }

    public override func attribute(_ name: String) throws(TemplateError) -> Value? { attributes[name] }

    public override func call(_ arguments: Arguments, _ renderer: Renderer) throws(TemplateError) -> Value {
        try body(arguments, renderer)
    }

    public override func repr() throws(TemplateError) -> Text {
        let address = address
        switch kind {
        case "builtin_function_or_method": return Text("<built-in method \(name) of object at \(address)>")
        case "method": return Text("<bound method \(name) at \(address)>")
        default: return Text("<function \(name) at \(address)>")
        }
    }
}

extension Value {
    /// A function value; see `FunctionObject`.
    public static func function(_ name: String, _ body: @escaping FunctionObject.Body) -> Value {
        .object(FunctionObject(name, body: body))
    }
}
