/// Where a render finds the names that a template does not define itself.
///
/// One resolver serves one render on one thread. It is asked for each name once a render and template; call
/// `Renderer.forgetNames()` when answers change in the middle of a render.
public protocol NameResolver: AnyObject {
    /// The value of `name`, or nil when there is none; Jinja2's own globals are looked up after it.
    func lookup(_ name: String, _ renderer: Renderer) throws(TemplateError) -> Value?
}

/// A resolver over a fixed dictionary.
public final class DictionaryResolver: NameResolver {
    public var values: [String: Value]

    public init(_ values: [String: Value] = [:]) {
        self.values = values
    }

    public func lookup(_ name: String, _ renderer: Renderer) throws(TemplateError) -> Value? { values[name] }
}
