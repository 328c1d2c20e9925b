internal import Diagnostics
internal import Platform

extension FileSystem {
    /// Writes an artifact into `directory`, all at once.
    func writeArtifact(_ bytes: [UInt8], named name: String, into directory: String) throws(Diagnostic) {
        do throws(FileError) { try write(bytes, to: Path.join(directory, name)) } catch { throw error.diagnostic() }
    }
}
