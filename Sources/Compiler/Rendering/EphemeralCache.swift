internal import Jinja
internal import ProjectModel
internal import Synchronization

/// Ephemeral models that were compiled for a child; the next child uses them again.
///
/// Two threads may compile the same one at once: the result is the same, and neither waits for the other.
final class EphemeralCache: Sendable {
    /// A compiled ephemeral model and the ephemeral models that it reads.
    struct Entry: Sendable {
        var code: String
        var sourceMap: SourceMap
        var parents: [UniqueID]
    }

    private let entries = Mutex<[UniqueID: Entry]>([:])

    subscript(id: UniqueID) -> Entry? {
        get { entries.withLock { $0[id] } }
        set { entries.withLock { $0[id] = newValue } }
    }
}
