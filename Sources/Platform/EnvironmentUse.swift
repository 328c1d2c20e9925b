internal import Synchronization

/// Remembers which environment variables templates have asked for, so that a cache can tell when one has changed.
public final class EnvironmentUse: Sendable {
    private let asked = Mutex<Set<String>>([])

    public init() {}

    public func record(_ name: String) { asked.withLock { _ = $0.insert(name) } }

    /// The names, sorted.
    public var names: [String] { asked.withLock { $0.sorted() } }
}
