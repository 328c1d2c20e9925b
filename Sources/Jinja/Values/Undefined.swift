/// What a lookup that found nothing gives: Jinja2's `Undefined`.
///
/// It prints as the empty text and is false; most other uses raise an error whose text depends on how it came about.
public final class Undefined: Sendable {
    /// How an undefined value reacts when it is used.
    public enum Behavior: Sendable {
        /// Jinja2's standard class: attribute, item, call, arithmetic and order raise.
        case standard
        /// dbt's class for parse-time capture: attributes, items and calls give undefined again.
        case capture
        /// An attribute that the sandbox refuses: raises a security error where the standard class raises.
        case unsafe
    }

    /// A complete sentence that replaces the one made of `owner` and `name`.
    public let hint: String?
    /// The name, attribute or index that was not found, as Python prints it in messages.
    public let name: String?
    /// What it was looked up on: `dict object`, `'None'`; nil for a variable.
    public let owner: String?
    /// Whether `name` is an index rather than an attribute.
    public let isElement: Bool
    public let behavior: Behavior

    public init(
        hint: String? = nil, name: String? = nil, owner: String? = nil, isElement: Bool = false,
        behavior: Behavior = .standard
    ) {
        self.hint = hint
        self.name = name
        self.owner = owner
        self.isElement = isElement
        self.behavior = behavior
    }

    /// The sentence of Jinja2's `UndefinedError`.
    /// Source: jinja2/runtime.py, Undefined._undefined_message.
    public var message: String {
        if let hint { return hint }
        guard let owner else {
            return isElement ? "\(name ?? "None") is undefined" : "'\(name ?? "None")' is undefined"
        }
        if isElement { return "\(owner) has no element \(name ?? "None")" }
        return "'\(owner)' has no attribute '\(name ?? "None")'"
    }

    /// The error that using the value raises.
    public var error: TemplateError {
        TemplateError(behavior == .unsafe ? .security : .undefined, message)
    }
}
