public import Diagnostics

extension Diagnostic.Code {
    /// A comment, expression, string or tag does not end before the file does.
    public static let blockUnfinished = Self(rawValue: "block-unfinished")
    /// A macro, test or other block has no end tag.
    public static let blockUnclosed = Self(rawValue: "block-unclosed")
    /// A block is defined inside another.
    public static let blockNested = Self(rawValue: "block-nested")
    /// A block is defined inside `if` or `for`.
    public static let blockInsideControlFlow = Self(rawValue: "block-inside-control-flow")
    /// An `endif` or `endfor` has no beginning.
    public static let blockUnexpectedEnd = Self(rawValue: "block-unexpected-end")
}
