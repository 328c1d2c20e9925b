import Foundation
import Platform
import Testing

@Suite struct FileReaderTests {
    private static let folder = FileManager.default.temporaryDirectory

    private func packed(_ bytes: [UInt8]) throws -> [UInt8] {
        let file = Self.folder.appending(path: "martlet-\(UUID().uuidString)")
        try Data(bytes).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/gzip")
        process.arguments = ["-c", file.path()]
        process.standardOutput = output
        try process.run()
        let packed = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return [UInt8](packed)
    }

    /// Unpacks, giving `step` bytes at a time.
    private func unpacked(_ bytes: [UInt8], step: Int) throws(GzipError) -> [UInt8] {
        let decoder = GzipDecoder()
        var output: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: step) {
            decoder.add(Array(bytes[start..<min(bytes.count, start + step)]))
            while !decoder.needsInput { try decoder.decode(into: &output, upTo: 100) }
        }
        try decoder.finish()
        return output
    }

    @Test func readsAFilePieceByPiece() throws {
        let path = Self.folder.appending(path: "martlet-\(UUID().uuidString)").path()
        let files = RealFiles()
        let bytes = (0..<1_000).map { UInt8(truncatingIfNeeded: $0) }
        try files.write(bytes, to: path)
        defer { try? files.remove(path) }
        for reader in [try files.reader(path), FileReader(path: path, bytes: bytes)] {
            var read: [UInt8] = []
            var counts: [Int] = []
            while true {
                let count = try reader.read(into: &read, upTo: 300)
                counts.append(count)
                if count == 0 { break }
            }
            #expect(read == bytes)
            #expect(counts == [300, 300, 300, 100, 0])
        }
        #expect(throws: FileError.self) { try files.reader(path + ".none") }
    }

    @Test(arguments: [1, 7, 100_000])
    func unpacksMembersOneAfterTheOther(step: Int) throws {
        let text = Array(String(repeating: "martlet ", count: 5_000).utf8)
        let members = try packed(text) + packed([]) + packed(text) + [0, 0, 0]
        #expect(try unpacked(members, step: step) == text + text)
    }

    @Test func tellsWhatIsNoGzipAndWhatIsCutOff() throws {
        let whole = try packed(Array("martlet".utf8))
        var damaged = whole
        damaged[whole.count - 6] ^= 1
        for (bytes, reason) in [
            (Array("order_id,note".utf8), "this is no gzip file"),
            (Array(whole.dropLast(3)), "the gzip data ends too early: the file is cut off"),
            ([], "the gzip file is empty"),
            (damaged, "the gzip data is damaged: incorrect data check"),
        ] {
            do throws(GzipError) {
                _ = try unpacked(bytes, step: 5)
                Issue.record("\(reason): nothing was wrong")
            } catch { #expect(error.reason == reason) }
        }
    }

    @Test func hashesPiecesAsTheWhole() {
        let bytes = Array("martlet".utf8)
        let hash = StreamingHash()
        hash.add(bytes[..<3])
        hash.add(bytes[3...])
        #expect(hash.finish() == Hash.sha256(bytes))
    }
}
