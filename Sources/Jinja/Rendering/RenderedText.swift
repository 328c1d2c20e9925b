public import Diagnostics

/// The output of a render, with the places that it came from.
public struct RenderedText: Sendable {
    public let bytes: [UInt8]
    /// Where each piece of the output came from, in order of output; empty unless the renderer records it.
    public let sourceMap: SourceMap

    public init(bytes: [UInt8], sourceMap: SourceMap = SourceMap()) {
        self.bytes = bytes
        self.sourceMap = sourceMap
    }

    public var string: String { String(decoding: bytes, as: UTF8.self) }
}

/// Which template span each piece of a rendered text came from, through macro calls.
public struct SourceMap: Sendable {
    /// A piece of output that came from one template element: literal text or an expression.
    public struct Piece: Sendable, Hashable {
        /// Where the piece begins in the output, in bytes; it ends where the next one begins.
        public var outputStart: Int
        /// The index of the source text in `sources`.
        public var source: Int
        /// The span in the source: the literal text itself, or the expression that printed the piece.
        public var range: SourceRange
        /// Whether the piece is a copy of the span byte for byte, so that positions inside can be mapped.
        public var isLiteral: Bool
    }

    public internal(set) var sources: [SourceText] = []
    public internal(set) var pieces: [Piece] = []

    public init() {}

    /// The place in a template that wrote the byte at `offset` of the output.
    public func place(of offset: Int) -> (source: SourceText, range: SourceRange)? {
        var low = 0
        var high = pieces.count
        while low < high {
            let middle = (low + high) / 2
            if pieces[middle].outputStart <= offset { low = middle + 1 } else { high = middle }
        }
        guard low > 0 else { return nil }
        let piece = pieces[low - 1]
        guard piece.isLiteral else { return (sources[piece.source], piece.range) }
        let start = min(piece.range.start + offset - piece.outputStart, piece.range.end)
        return (sources[piece.source], SourceRange(start, min(start + 1, piece.range.end)))
    }
}
