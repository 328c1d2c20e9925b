internal import Formats

/// Writes JSON in pieces of about a megabyte: a text of twenty in one piece is copied each time that it outgrows its
/// room, and needs twice the memory.
struct PiecewiseJSON {
    private static let pieceSize = 1 << 20

    var writer = JSONWriter(capacity: pieceSize + pieceSize / 4)
    private var pieces: [ArraySlice<UInt8>] = []

    /// Ends the piece if it is big enough; to be called between the elements of a long collection.
    mutating func cut() {
        if writer.bytes.count >= Self.pieceSize { pieces.append(writer.takeBytes()[...]) }
    }

    /// All pieces; nothing can be written any more.
    consuming func finish() -> [ArraySlice<UInt8>] { pieces + [writer.bytes[...]] }
}
