import Testing
import Threads

@Suite struct ParallelMapTests {
    private struct Failure: Error, Equatable { let index: Int }

    @Test(arguments: [0, 1, 7, 1_000]) func givesResultsInOrder(count: Int) {
        let squares = Thread.parallelMap(count: count, threads: 4) { $0 * $0 }
        #expect(squares == (0..<count).map { $0 * $0 })
    }

    @Test func throwsTheErrorOfTheLowestIndex() {
        #expect(throws: Failure(index: 3)) {
            _ = try Thread.parallelMap(count: 100, threads: 4) { index throws(Failure) in
                if index % 10 == 3 { throw Failure(index: index) }
                return index
            }
        }
    }

    @Test func aThreadCanRecurseDeeply() {
        @Sendable func depth(_ rest: Int) -> Int {
            let local = (rest, rest, rest, rest)
            return rest == 0 ? 0 : 1 + depth(local.2 - 1)
        }
        #expect(Thread.withBigStack { depth(100_000) } == 100_000)
    }

    @Test func namesBelongToTheirThread() {
        let inner = Thread.withBigStack {
            Thread.setCurrentName("Thread-1 (worker)")
            return Thread.currentName
        }
        #expect(inner == "Thread-1 (worker)")
        #expect(Thread.withBigStack { Thread.currentName } == "MainThread")
    }
}
