import Foundation
import Platform
import Testing

@testable import landing

@Suite struct GenerationTests {
    private let files = GeneratedFiles.small

    /// The bytes of every small file are recorded, compressed ones as they are without compression, which is zlib's
    /// affair. After a change on purpose: `MARTLET_RECORD=1 swift test --filter GenerationTests`, and a new number for
    /// `Generation.format`.
    @Test func theSameSeedGivesTheSameBytes() throws {
        let recorded = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Recorded/small.txt")
        let found = try Pipeline.allCases.map { pipeline in
            let list = try files.paths(pipeline.rawValue)
            let process = Process()
            let output = Pipe()
            process.executableURL = URL(filePath: "/bin/sh")
            process.arguments = [
                "-c",
                "while read path; do echo $path; case $path in *.gz) gzip -dc $path ;; *) cat $path ;; esac; done",
            ]
            process.currentDirectoryURL = URL(filePath: files.root)
            process.standardOutput = output
            let input = Pipe()
            process.standardInput = input
            try process.run()
            let names = Data(list.map { $0 + "\n" }.joined().utf8)
            Thread.detachNewThread {
                input.fileHandleForWriting.write(names)
                try? input.fileHandleForWriting.close()
            }
            let bytes = output.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            return "\(pipeline.rawValue) \(list.count) files \(bytes.count) bytes \(Hash.md5(Array(bytes)))\n"
        }.joined()
        if ProcessInfo.processInfo.environment["MARTLET_RECORD"] != nil {
            try found.write(to: recorded, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOf: recorded, encoding: .utf8) == found)
    }

    @Test func leavesWhatIsThereAndMakesAnewWhatIsMissing() throws {
        let root = try files.copy(.instacart)
        defer { try? RealFiles().remove(root) }
        let generation = Generation(root: root)
        #expect(try generation.generate(.instacart, Settings(), isForced: false) == nil)
        #expect(try generation.generate(.instacart, Settings(), isForced: true) == 123)
        try RealFiles().remove("\(root)/instacart/aisles.csv")
        #expect(try generation.generate(.instacart, Settings(), isForced: false) == 123)
        #expect(RealFiles().isFile("\(root)/instacart/aisles.csv"))
        #expect(try generation.generate(.instacart, Settings(seed: 2), isForced: false) == 123)
    }

    @Test func bringsArchivedFilesBack() throws {
        let root = try files.copy(.orders15)
        defer { try? RealFiles().remove(root) }
        try RealFiles().createDirectory("\(root)/archive/orders15")
        try RealFiles().move("\(root)/orders15/orders", to: "\(root)/archive/orders15/orders")
        #expect(try Generation(root: root).generate(.orders15, Settings(), isForced: false) == nil)
        let path = try #require(try files.paths("orders15/orders").last)
        #expect(RealFiles().isFile("\(root)/\(path)"))
        #expect(!RealFiles().isFile("\(root)/archive/\(path)"))
    }

    @Test func anotherSeedGivesOtherFiles() throws {
        let root = try files.copy(.instacart)
        defer { try? RealFiles().remove(root) }
        let path = "\(root)/instacart/2024-03-03/orders.csv"
        let before = try RealFiles().read(path)
        _ = try Generation(root: root).generate(.instacart, Settings(seed: 2), isForced: false)
        #expect(try RealFiles().read(path) != before)
    }

    @Test func makingFilesAnewTakesPlantedOnesAway() throws {
        let root = try files.copy(.instacart)
        defer { try? RealFiles().remove(root) }
        let generation = Generation(root: root)
        let paths = try #require(try generation.plant(.instacartMalformedFile))
        _ = try generation.generate(.instacart, Settings(), isForced: true)
        #expect(!RealFiles().isFile("\(root)/\(paths[0])"))
        #expect(try generation.plant(.instacartMalformedFile) == paths)
    }

    @Test func nothingIsPlantedWhereNothingWasGenerated() throws {
        let root = try RealFiles().makeTemporaryDirectory(prefix: "landing-tests")
        defer { try? RealFiles().remove(root) }
        #expect(try Generation(root: root).plant(.groceryNegativeQuantity) == nil)
    }
}

@Suite struct SplitMix64Tests {
    /// Source: the first numbers of splitmix64.c with the state 1234567.
    @Test func givesTheNumbersOfItsSource() {
        var random = SplitMix64(1_234_567)
        #expect(
            (0..<3).map { _ in random.next() }
                == [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423])
    }

    @Test func drawsInProportionToTheWeights() {
        var random = SplitMix64(7)
        let choice = WeightedChoice([1, 0, 7, 2])
        var counts = [0, 0, 0, 0]
        for _ in 0..<100_000 { counts[choice.pick(&random)] += 1 }
        #expect(counts[1] == 0)
        #expect((9_500...10_500).contains(counts[0]))
        #expect((69_000...71_000).contains(counts[2]))
        #expect((19_300...20_700).contains(counts[3]))
    }

    @Test func prefersSmallNumbers() {
        var random = SplitMix64(7)
        let draws = (0..<10_000).map { _ in random.skewed(below: 100) }
        #expect(draws.allSatisfy { (0..<100).contains($0) })
        // A uniform number below a half, squared, is below a quarter.
        #expect((4_800...5_200).contains(draws.count { $0 < 25 }))
    }

    @Test func dividesWithoutARest() {
        #expect(divide(10, by: [1, 1, 1]) == [3, 3, 4])
        #expect(divide(7, by: [0, 2, 5]) == [0, 2, 5])
    }
}

@Suite struct TextBufferTests {
    @Test func writesNumbers() {
        var text = TextBuffer()
        text.integer(-1_203)
        text.byte(" ")
        text.padded(7, 3)
        text.byte(" ")
        text.cents(-105)
        text.byte(" ")
        text.cents(120_000)
        text.byte(" ")
        text.time(millisecond: 7 * 3_600_000 + 5_006)
        text.byte(" ")
        text.hex(0xbeef)
        #expect(
            String(decoding: text.bytes, as: UTF8.self) == "-1203 007 -1.05 1200.00 07:00:05.006 000000000000beef")
    }

    @Test func knowsItsDays() {
        #expect(Day(2024, 3, 3).weekday == 0)
        #expect((Day(2024, 2, 28) + 2).text == "2024-03-01")
        #expect(Day(2024, 3, 31).firstOfMonth.compact == "20240301")
    }
}
