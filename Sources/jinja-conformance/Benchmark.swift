internal import Formats
internal import Glibc
internal import Jinja
internal import Platform

/// Measures the performance templates: `jinja-conformance --benchmark perf.json`.
///
/// For each case it prints one JSON line with the minimum CPU time in milliseconds of a cold run (everything compiled
/// anew, then rendered once, which is what a project pays a file) and of a warm one (rendered only), and whether the
/// output is right.
enum Benchmark {
    private static let samples = 15

    static func run(_ document: DataValue, to output: OutputStream) throws(TemplateError) {
        for data in document["cases"]?.list ?? [] {
            let vector = Vector(data)
            var cold = Double.infinity
            var warm = Double.infinity
            var compile = Double.infinity
            var text: [UInt8] = []
            for _ in 0..<samples {
                let session = VectorSession(vector)
                session.prepareContext()
                let start = now()
                let renderer = try session.prepareMacros()
                let template = try session.template()
                let compiled = now()
                text = try renderer.render(template).bytes
                let end = now()
                cold = min(cold, end - start)
                compile = min(compile, compiled - start)
            }
            for _ in 0..<samples {
                // Templates may change the lists and dicts of their context, so every render gets its own.
                let session = VectorSession(vector)
                session.prepareContext()
                let renderer = try session.prepareMacros()
                let template = try session.template()
                _ = try renderer.render(template)
                let fresh = VectorSession(vector)
                fresh.prepareContext()
                let second = try fresh.prepareMacros()
                let start = now()
                _ = try second.render(template)
                warm = min(warm, now() - start)
            }
            let expected = data["expect"]?["sha256"]?.string ?? ""
            let line = DataValue.mapping([
                "name": data["name"] ?? .null, "cold_ms": .float(cold), "compile_ms": .float(compile),
                "render_ms": .float(warm), "bytes": .int(text.count),
                "isRight": .bool(Hash.sha256(text) == expected),
            ])
            output.write(JSON.text(line) + "\n")
        }
    }

    /// The CPU time of the process in milliseconds.
    static func now() -> Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1000 + Double(time.tv_nsec) / 1_000_000
    }
}
