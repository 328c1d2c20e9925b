/// What templates are compiled with: filters, tests, tags, and the naming of macros. Immutable, shared by threads.
public struct Environment: Sendable {
    /// A filter: the value before the bar, the arguments, and the render.
    public struct Filter: Sendable {
        public typealias Body = @Sendable (Value, Arguments, Renderer) throws(TemplateError) -> Value
        /// Whether the result depends on the render, so that it cannot be computed when a template is compiled.
        public let needsContext: Bool
        /// A filter with a signature: the body that gets one value or nil for each parameter.
        var signed: Signed?
        let body: Body

        /// What a filter with a signature does with the arguments that were bound to its parameters.
        final class Signed: Sendable {
            typealias Body = @Sendable (Value, BoundArguments, Renderer) throws(TemplateError) -> Value
            let signature: Signature
            let body: Body

            init(_ signature: Signature, _ body: @escaping Body) {
                self.signature = signature
                self.body = body
            }
        }

        public init(needsContext: Bool = false, _ body: @escaping Body) {
            self.needsContext = needsContext
            self.body = body
        }
    }

    /// A test: what follows `is`.
    public struct Test: Sendable {
        public typealias Body = @Sendable (Value, Arguments, Renderer) throws(TemplateError) -> Bool
        /// Whether the result depends on the render.
        public let needsContext: Bool
        /// Whether this is one of Jinja2's own tests, which the compiler may run without a call.
        var isBuiltin = false
        /// The body of a test without arguments, called without making any.
        var unary: (@Sendable (Value) throws(TemplateError) -> Bool)?
        /// The body of a test with exactly one argument, called without making an array.
        var binary: (@Sendable (Value, Value) throws(TemplateError) -> Bool)?
        let body: Body

        public init(needsContext: Bool = false, _ body: @escaping Body) {
            self.needsContext = needsContext
            self.body = body
        }
    }

    public var filters: [String: Filter]
    public var tests: [String: Test]
    /// Tags beyond Jinja2's own, by name.
    public var tags: [String: any TagExtension]
    /// What the names of macros defined in a template begin with; dbt's is `dbt_macro__`.
    public var macroPrefix: String
    /// Names that every template knows, made anew for each render: `range`, `dict`, `namespace`, …
    public var globals: [String: @Sendable () -> Value]

    /// Jinja2's filters, tests and globals, with the tags `do`, `break` and `continue`.
    public init(macroPrefix: String = "") {
        filters = BuiltinFilters.all
        tests = BuiltinTests.all
        globals = BuiltinGlobals.all
        tags = [:]
        self.macroPrefix = macroPrefix
    }
}
