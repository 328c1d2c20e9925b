internal import Platform

/// The content of a landing file, unpacked and hashed on the way.
final class LandingStream {
    private let reader: FileReader
    private let decoder: GzipDecoder?
    private let hash = StreamingHash()
    private var block: [UInt8] = []
    private var isAtEnd = false
    private(set) var bytesRead = 0

    /// How much is read at once.
    static let blockSize = 256 * 1024

    init(_ path: String, files: any FileSystem) throws(LoadFailure) {
        do throws(FileError) {
            reader = try files.reader(path)
        } catch { throw Self.failure(error) }
        decoder = path.lowercased().hasSuffix(".gz") ? GzipDecoder() : nil
    }

    /// Adds the next bytes to `buffer`.
    /// - Returns: whether there were any.
    func read(into buffer: inout [UInt8]) throws(LoadFailure) -> Bool {
        guard let decoder else {
            let start = buffer.count
            let count = try readRaw(into: &buffer)
            hash.add(buffer[start...])
            return count > 0
        }
        let start = buffer.count
        while buffer.count == start {
            if decoder.needsInput {
                block.removeAll(keepingCapacity: true)
                guard try readRaw(into: &block) > 0 else {
                    do throws(GzipError) { try decoder.finish() } catch { throw LoadFailure(.file, error.reason) }
                    return false
                }
                hash.add(block[...])
                decoder.add(block)
            }
            do throws(GzipError) {
                try decoder.decode(into: &buffer, upTo: Self.blockSize)
            } catch {
                throw LoadFailure(
                    .file, error.reason, hint: "a name that ends in .gz promises gzip: pack the file, or rename it")
            }
        }
        return true
    }

    private func readRaw(into buffer: inout [UInt8]) throws(LoadFailure) -> Int {
        do throws(FileError) {
            let count = try reader.read(into: &buffer, upTo: Self.blockSize)
            bytesRead += count
            return count
        } catch { throw Self.failure(error) }
    }

    /// SHA-256 of the file as it lies on disk; once, after everything has been read.
    func checksum() -> String { hash.finish() }

    static func failure(_ error: FileError) -> LoadFailure {
        LoadFailure(.file, "cannot \(error.operation) the file: \(error.reason)")
    }

    /// SHA-256 of a file.
    static func checksum(of path: String, files: any FileSystem) throws(LoadFailure) -> String {
        let hash = StreamingHash()
        do throws(FileError) {
            let reader = try files.reader(path)
            var block: [UInt8] = []
            while try reader.read(into: &block, upTo: blockSize) > 0 {
                hash.add(block[...])
                block.removeAll(keepingCapacity: true)
            }
        } catch { throw failure(error) }
        return hash.finish()
    }
}
