internal import Platform

/// The folder that gets the files, and the list of what was written.
final class LandingFolder {
    let root: String
    /// What was written so far, in order: paths below `root`.
    private(set) var written: [String] = []

    init(_ root: String) { self.root = root }

    /// Writes a file from start to end.
    func write(_ path: String, _ body: (LandingFile) throws(FileError) -> Void) throws(FileError) {
        let file = try LandingFile(Path.join(root, path))
        try body(file)
        try file.finish()
        written.append(path)
    }

    /// Writes a CSV file with a header.
    func csv(_ path: String, _ header: String, _ rows: (LandingFile) throws(FileError) -> Void) throws(FileError) {
        try write(path) { file throws(FileError) in
            file.text.text(header)
            try file.endLine()
            try rows(file)
        }
    }
}
