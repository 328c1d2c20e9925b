import Diagnostics
import Formats
import Foundation
import Testing

@testable import jinja_conformance

/// The vectors under `jinja/`, recorded from dbt-core 1.11.16 and Jinja2 3.1.6; the format is in their README.
@Suite struct JinjaVectorTests {
    private static let vectors: [Vector] = {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "jinja/vectors_public.json")
        guard let bytes = try? Data(contentsOf: file),
            let document = try? JSON.parse(SourceText(path: "vectors_public.json", bytes: Array(bytes)))
        else { return [] }
        return (document["vectors"]?.list ?? []).map(Vector.init).filter { !$0.isQuirk }
    }()

    private static let areas = Set(vectors.map(\.area)).sorted()

    @Test func theVectorsAreThere() {
        #expect(Self.vectors.count > 3000)
    }

    @Test(arguments: areas)
    func everyVectorPasses(of area: String) {
        let vectors = Self.vectors.filter { $0.area == area }
        var passed = 0
        for vector in vectors {
            if let failure = Judge.failure(of: vector) {
                Issue.record("\(vector.id): \(failure)")
            } else {
                passed += 1
            }
        }
        print("\(area) \(passed)/\(vectors.count)")
    }

    @Test(arguments: [1, 2, 3])
    func damagedTemplatesNeitherCrashNorHang(seed: Int) {
        let runs = ProcessInfo.processInfo.environment["MARTLET_FUZZ_RUNS"].flatMap { Int($0) } ?? 300
        var fuzzer = Fuzzer(Self.vectors, seed: UInt64(seed))
        let outcome = fuzzer.run(runs)
        #expect(outcome.count == runs)
    }
}
