public import Diagnostics

extension Diagnostic.Code {
    /// The syntax of a template is wrong.
    public static let jinjaSyntax = Self(rawValue: "jinja-syntax")
    /// A template uses a filter, test or block that cannot be.
    public static let jinjaAssertion = Self(rawValue: "jinja-assertion")
    /// A template uses a name, attribute or item that does not exist.
    public static let jinjaUndefined = Self(rawValue: "jinja-undefined")
    /// A template reaches for an attribute that the sandbox refuses.
    public static let jinjaSandbox = Self(rawValue: "jinja-sandbox")
    /// A filter is called with arguments that it does not take.
    public static let jinjaFilterArgument = Self(rawValue: "jinja-filter-argument")
    /// A template does what can only be found out while it runs.
    public static let jinjaRuntime = Self(rawValue: "jinja-runtime")
    /// A template uses a value of a type that the operation does not take.
    public static let jinjaType = Self(rawValue: "jinja-type")
    /// A template uses a value that the operation does not take.
    public static let jinjaValue = Self(rawValue: "jinja-value")
    /// A template divides by zero.
    public static let jinjaDivisionByZero = Self(rawValue: "jinja-division-by-zero")
    /// A number, range or text of a template becomes too large.
    public static let jinjaOverflow = Self(rawValue: "jinja-overflow")
    /// A template asks for a key or index that is not there.
    public static let jinjaKey = Self(rawValue: "jinja-key")
    /// A template uses an attribute that Python's objects of that type do not have.
    public static let jinjaAttribute = Self(rawValue: "jinja-attribute")
    /// Macros, expressions or values of a template are nested too deeply.
    public static let jinjaRecursion = Self(rawValue: "jinja-recursion")
    /// A regular expression of a template is wrong.
    public static let jinjaRegularExpression = Self(rawValue: "jinja-regular-expression")
    /// A template cannot be compiled, in dbt's words.
    public static let jinjaCompilation = Self(rawValue: "jinja-compilation")
    /// `return()` is used outside of a macro.
    public static let jinjaReturnOutsideMacro = Self(rawValue: "jinja-return-outside-macro")
    /// Python would refuse the code that Jinja2 makes of a template.
    public static let jinjaPython = Self(rawValue: "jinja-python")
}
