public import Diagnostics

/// A call of `ref()` as it was written, before it is resolved.
public struct RefCall: Sendable, Hashable {
    public var name: String
    public var package: String?
    /// The text of `version=`; nil means the latest one.
    public var version: ModelVersion?
    /// Where the call stands in the node's file; nil when that is not known.
    public var range: SourceRange?

    public init(name: String, package: String? = nil, version: ModelVersion? = nil, range: SourceRange? = nil) {
        self.name = name
        self.package = package
        self.version = version
        self.range = range
    }
}

/// The version of a model: a number or a text, kept as it was written.
public enum ModelVersion: Sendable, Hashable {
    case int(Int)
    case float(Double)
    case text(String)

    /// The version as it stands in names: `2`, `1.5`, `beta`.
    public var text: String {
        switch self {
        case .int(let number): "\(number)"
        case .float(let number): "\(number)"
        case .text(let text): text
        }
    }
}

/// A call of `source()` as it was written, before it is resolved.
public struct SourceCall: Sendable, Hashable {
    public var source: String
    public var table: String
    /// Where the call stands in the node's file; nil when that is not known.
    public var range: SourceRange?

    public init(source: String, table: String, range: SourceRange? = nil) {
        self.source = source
        self.table = table
        self.range = range
    }
}

/// A call of `metric()` or `function()` as it was written: one or two arguments.
public struct NamedCall: Sendable, Hashable {
    public var arguments: [String]
    public init(arguments: [String]) { self.arguments = arguments }
}

/// What a node needs: the macros that it calls and, once the graph is resolved, the nodes that it reads.
public struct DependsOn: Sendable, Hashable {
    public var macros: [UniqueID]
    public var nodes: [UniqueID]

    public init(macros: [UniqueID] = [], nodes: [UniqueID] = []) {
        self.macros = macros
        self.nodes = nodes
    }

    public mutating func add(macro id: UniqueID) { if !macros.contains(id) { macros.append(id) } }
    public mutating func add(node id: UniqueID) { if !nodes.contains(id) { nodes.append(id) } }
}

extension ModelVersion {
    /// Whether this version is older: numbers are compared as numbers, everything else as text.
    public func precedes(_ other: ModelVersion) -> Bool {
        guard let left = Double(text), let right = Double(other.text) else { return text < other.text }
        return left < right
    }
}
