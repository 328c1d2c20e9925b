internal import Platform
internal import Synchronization

/// How far the loads of a command are; all threads add to it.
public final class LoadProgress: Sendable {
    private let rowCount = Atomic<Int>(0)
    private let fileCount = Atomic<Int>(0)

    init() {}

    public var rows: Int { rowCount.load(ordering: .relaxed) }
    public var files: Int { fileCount.load(ordering: .relaxed) }

    func add(rows: Int) { rowCount.add(rows, ordering: .relaxed) }
    func add(files: Int) { fileCount.add(files, ordering: .relaxed) }
}
