internal import Diagnostics
internal import Formats
internal import Glibc
internal import Platform

// Judges this engine by a file of vectors:
//     jinja-conformance FILE.json [--area NAME] [--id PREFIX] [--details] [--quirks]
//     jinja-conformance FILE.json --benchmark
//     jinja-conformance FILE.json --compile [FOLDER]
//     jinja-conformance FILE.json --fuzz SEED COUNT
// It prints the score by area and tier and the ids of what fails, and exits with 1 when any vector fails that is no quirk.

// What the benchmarks measure should find the memory that it finds in martlet.
Memory.expectShortLife()

var file: String?
var area: String?
var idPrefix = ""
var showsDetails = false
var showsQuirks = false
var isBenchmark = false
var compiles = false
var folder: String?
var fuzz: (seed: UInt64, count: Int)?
var arguments = Array(CommandLine.arguments.dropFirst())[...]
while let argument = arguments.popFirst() {
    switch argument {
    case "--area": area = arguments.popFirst()
    case "--id": idPrefix = arguments.popFirst() ?? ""
    case "--details": showsDetails = true
    case "--quirks": showsQuirks = true
    case "--benchmark": isBenchmark = true
    case "--compile":
        compiles = true
        folder = arguments.popFirst()
    case "--fuzz":
        let seed = arguments.popFirst().flatMap { UInt64($0) } ?? 1
        fuzz = (seed, arguments.popFirst().flatMap { Int($0) } ?? 1000)
    default: file = argument
    }
}

let output = OutputStream.bufferedStandardOutput()
guard let file else {
    OutputStream.standardError.write(
        "usage: jinja-conformance FILE.json [--area NAME] [--id PREFIX] [--details] [--quirks] [--benchmark]"
            + " [--compile [FOLDER]] [--fuzz SEED COUNT]\n")
    exit(2)
}
do {
    let bytes = try RealFiles().read(file)
    let document = try JSON.parse(SourceText(path: file, bytes: bytes))
    if isBenchmark {
        try Benchmark.run(document, to: output)
        output.flush()
        exit(0)
    }
    if compiles {
        try CompileBenchmark.run(document, folder: folder, to: output)
        output.flush()
        exit(0)
    }
    let vectors = (document["vectors"]?.list ?? []).map(Vector.init).filter { vector in
        vector.id.hasPrefix(idPrefix) && (area == nil || vector.area == area)
    }
    if let fuzz {
        var fuzzer = Fuzzer(vectors, seed: fuzz.seed)
        let outcome = fuzzer.run(fuzz.count)
        output.write("\(outcome.count) damaged templates, no crash; the slowest took \(outcome.longest):\n")
        output.write(outcome.slowest + "\n")
        output.flush()
        exit(0)
    }
    var report = Report()
    for vector in vectors {
        report.add(vector, failure: Judge.failure(of: vector))
    }
    report.write(to: output, showsDetails: showsDetails, showsQuirks: showsQuirks)
    output.flush()
    exit(report.hasFailed ? 1 : 0)
} catch {
    OutputStream.standardError.write("\(error)\n")
    exit(2)
}
