import Foundation
import Platform
import Testing

@Suite struct FileWriterTests {
    private let files = RealFiles()

    private func inTemporaryFolder(_ body: (String) throws -> Void) throws {
        let folder = try files.makeTemporaryDirectory(prefix: "file-writer")
        defer { try? files.remove(folder) }
        try body(folder)
    }

    @Test func aFileStandsAtItsPathWhenItIsFinished() throws {
        try inTemporaryFolder { folder in
            let path = "\(folder)/a/b.txt"
            let writer = try FileWriter(path)
            try writer.write(Array("first ".utf8)[...])
            #expect(!files.exists(path))
            try writer.write(Array("second".utf8)[...])
            try writer.finish()
            #expect(try files.readText(path) == "first second")
            #expect(throws: FileError.self) { try writer.write([1]) }
        }
    }

    @Test func nothingIsLeftOfAFileThatIsNotFinished() throws {
        try inTemporaryFolder { folder in
            do {
                let writer = try FileWriter("\(folder)/a.txt")
                try writer.write([1, 2, 3])
            }
            #expect(try files.entries(of: folder).isEmpty)
        }
    }

    @Test(arguments: [0, 1, 100_000, 5_000_000])
    func compressesWhatEndsInGz(_ count: Int) throws {
        try inTemporaryFolder { folder in
            let path = "\(folder)/a.gz"
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 7) }
            let writer = try FileWriter(path)
            for start in stride(from: 0, to: count, by: 40_000) {
                try writer.write(bytes[start..<min(start + 40_000, count)])
            }
            try writer.finish()
            #expect(files.info(path)?.size ?? 0 < max(count, 100))

            let process = Process()
            let output = Pipe()
            process.executableURL = URL(filePath: "/bin/gzip")
            process.arguments = ["-dc", path]
            process.standardOutput = output
            try process.run()
            #expect(output.fileHandleForReading.readDataToEndOfFile() == Data(bytes))
            process.waitUntilExit()
            #expect(process.terminationStatus == 0)
        }
    }
}
