public import Diagnostics
internal import Jinja
public import ProjectModel

/// A node's SQL, ready to run, with the means to find the template text that wrote each part of it.
public struct CompiledNode: Sendable {
    public var node: Node
    /// The SQL with ephemeral parents put in front.
    public var code: [UInt8]
    /// The ephemeral parents, deepest first.
    public var ctes: [Node.InjectedCTE]
    /// Where the common table expressions were put, and how many bytes they are.
    var insertion: (offset: Int, length: Int)
    var sourceMap: SourceMap
    /// The ephemeral parents within `code`: where the SQL of each begins, and what wrote it.
    var parents: [(range: Range<Int>, sourceMap: SourceMap)] = []
    /// Of unit tests: the inputs that the query reads, each with its SQL.
    public var fixtures: [(node: Node, code: String)] = []

    public var text: String { String(decoding: code, as: UTF8.self) }

    /// The place in a template that wrote the byte at `offset` of `code`.
    public func place(of offset: Int) -> (source: SourceText, range: SourceRange)? {
        if offset < insertion.offset { return sourceMap.place(of: offset) }
        guard offset >= insertion.offset + insertion.length else {
            guard let parent = parents.first(where: { $0.range.contains(offset) }) else { return nil }
            return parent.sourceMap.place(of: offset - parent.range.lowerBound)
        }
        return sourceMap.place(of: offset - insertion.length)
    }
}

extension CompiledNode {
    /// A node that has no code, such as a seed.
    public init(uncompiled node: Node) {
        self.init(node: node, code: [], ctes: [], insertion: (0, 0), sourceMap: SourceMap())
    }

    /// A node whose code reads the relation that another environment has of it.
    public init(cloning node: Node) {
        self.init(uncompiled: node)
        if let name = node.deferRelation?.relationName { code = Array("select * from \(name)".utf8) }
    }
}
