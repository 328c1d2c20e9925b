internal import Diagnostics
internal import Formats
internal import Glibc
internal import Jinja
internal import Platform
internal import TemplateLibrary

/// Measures how fast templates are compiled: `jinja-conformance --compile perf.json [FOLDER]`.
///
/// For the largest performance template, and for all macro files below a folder joined to one text, it prints one JSON
/// line with the minimum CPU time of a compilation and the megabytes of template that are compiled in a second. Files
/// that do not compile by themselves are left out and counted.
enum CompileBenchmark {
    private static let samples = 7

    static func run(_ document: DataValue, folder: String?, to output: OutputStream) throws {
        let templates = (document["cases"]?.list ?? []).compactMap { $0["template"]?.string }
        if let largest = templates.max(by: { $0.utf8.count < $1.utf8.count }) {
            try measure("largest template", Array(largest.utf8), [:], to: output)
        }
        guard let folder else { return }
        let files = RealFiles()
        let entries = try files.walk(folder) { _ in true }
        // Packages can be links into one another.
        let macroFiles = entries.filter { $0.isFile && isMacroFile($0.path) }
        let paths = Set(macroFiles.compactMap { files.realPath(Path.join(folder, $0.path)) })
        var text: [UInt8] = []
        var dropped = 0
        for path in paths.sorted() {
            let bytes = try files.read(path)
            if (try? Template(dbt: SourceText(path: path, bytes: bytes))) == nil { dropped += 1 } else { text += bytes }
        }
        let counts = ["files": DataValue.int(paths.count - dropped), "dropped": .int(dropped)]
        try measure("macro files", text, counts, to: output)
    }

    private static func isMacroFile(_ path: String) -> Bool {
        path.hasSuffix(".sql") && path.split(separator: "/").contains("macros")
    }

    private static func measure(
        _ name: String, _ bytes: [UInt8], _ counts: [String: DataValue], to output: OutputStream
    ) throws(TemplateError) {
        let source = SourceText(path: name, bytes: bytes)
        var best = Double.infinity
        for _ in 0..<samples {
            let start = Benchmark.now()
            let template = try Template(dbt: source)
            best = min(best, Benchmark.now() - start)
            // A project keeps its templates; taking one apart is no part of compiling it.
            withExtendedLifetime(template) {}
        }
        var line = DataValue.mapping([
            "name": .string(name), "bytes": .int(bytes.count), "ms": .float(best),
            "mb_per_s": .float(Double(bytes.count) / best / 1000),
        ])
        if case .mapping(var entries) = line {
            for (name, count) in counts.sorted(by: { $0.key < $1.key }) { entries[name] = count }
            line = .mapping(entries)
        }
        output.write(JSON.text(line) + "\n")
    }
}
