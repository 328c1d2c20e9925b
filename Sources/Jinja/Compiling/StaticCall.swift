public import Diagnostics

/// A call as it is written in a template: what dependency capture needs to know without rendering.
public struct StaticCall: Sendable {
    /// An argument whose value is written in the template.
    public indirect enum Constant: Sendable, Hashable {
        case none
        case bool(Bool)
        case int(Int)
        case float(Double)
        case string(String)
        case list([Constant])
        case dict([Constant], [Constant])
        /// An argument that only rendering can tell.
        case unknown
    }

    /// The called name with its attributes: `ref`, `dbt_utils.star`, `adapter.dispatch`; empty when it is no such path.
    public let callee: [String]
    public let arguments: [Constant]
    public let keywords: [(name: String, value: Constant)]
    /// Whether `*args` or `**kwargs` add to the arguments.
    public let hasDynamicArguments: Bool
    public let range: SourceRange

    /// The callee as it is written: `adapter.dispatch`.
    public var name: String { callee.joined(separator: ".") }
}
