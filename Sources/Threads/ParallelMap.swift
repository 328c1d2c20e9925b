extension Thread {
    private struct Progress<Element: Sendable, Failure: Error>: Sendable {
        var next = 0
        var results: [Element?]
        /// The failure of the lowest index so far: which one is thrown must not depend on timing.
        var failure: (index: Int, error: Failure)?
    }

    /// Calls `transform` with every index below `count`, on up to `threads` threads, and gives the results in order.
    ///
    /// Indices are started in order, a few at a time. After a failure no further index is started.
    /// - Throws: the error of the lowest index that failed.
    public static func parallelMap<Element: Sendable, Failure: Error>(
        count: Int, threads: Int, _ transform: @escaping @Sendable (Int) throws(Failure) -> Element
    ) throws(Failure) -> [Element] {
        let workers = max(1, min(threads, count))
        let chunk = max(1, min(32, count / (workers * 4)))
        let progress = Monitor(Progress<Element, Failure>(results: Array(repeating: nil, count: count)))
        runAll(count: workers) {
            while let range = take(chunk, of: progress, count) {
                var made: [Element] = []
                made.reserveCapacity(range.count)
                for index in range {
                    do throws(Failure) {
                        made.append(try transform(index))
                    } catch {
                        record(index, error, in: progress)
                        break
                    }
                }
                let elements = made
                progress.update { progress in
                    for (offset, element) in elements.enumerated() {
                        progress.results[range.lowerBound + offset] = element
                    }
                }
            }
        }
        let (results, failure) = progress.update { ($0.results, $0.failure) }
        if let failure { throw failure.error }
        return results.compactMap { $0 }
    }

    private static func take<Element, Failure>(
        _ chunk: Int, of progress: Monitor<Progress<Element, Failure>>, _ count: Int
    ) -> Range<Int>? {
        progress.update { progress in
            guard progress.failure == nil, progress.next < count else { return nil }
            let range = progress.next..<min(progress.next + chunk, count)
            progress.next = range.upperBound
            return range
        }
    }

    private static func record<Element, Failure>(
        _ index: Int, _ error: Failure, in progress: Monitor<Progress<Element, Failure>>
    ) {
        progress.update { progress in
            if let known = progress.failure, known.index < index { return }
            progress.failure = (index, error)
        }
    }
}
