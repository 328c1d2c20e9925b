/// The `[abc]` of a glob: one scalar out of ranges, or outside of them.
public struct GlobSet: Sendable, Hashable {
    private var ranges: [ClosedRange<Unicode.Scalar>] = []
    private var isNegated: Bool

    /// The set that opens at `start` of `text`; nil when nothing closes it. A `]` that comes first is one of the scalars.
    /// - Parameters:
    ///   - negations: what turns the set round when it comes first.
    ///   - end: becomes the place of the closing bracket.
    public init?(_ text: [Unicode.Scalar], at start: Int, negations: Set<Unicode.Scalar> = ["!"], end: inout Int) {
        var index = start + 1
        isNegated = index < text.count && negations.contains(text[index])
        if isNegated { index += 1 }
        guard index < text.count, let close = text[(index + 1)...].firstIndex(of: "]") else { return nil }
        while index < close {
            if index + 2 < close, text[index + 1] == "-" {
                if text[index] <= text[index + 2] { ranges.append(text[index]...text[index + 2]) }
                index += 3
            } else {
                ranges.append(text[index]...text[index])
                index += 1
            }
        }
        end = close
    }

    public func contains(_ scalar: Unicode.Scalar) -> Bool { ranges.contains { $0.contains(scalar) } != isNegated }
}
