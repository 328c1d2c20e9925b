internal import Platform

/// Moves loaded files to the directory that a source names, keeping their path below the fixed part of the location.
struct Archive {
    private let directory: String
    private let projectDirectory: String
    private let files: any FileSystem

    /// Nil when the source has no archive.
    init?(_ source: ExternalSource, projectDirectory: String, files: any FileSystem) {
        guard let archive = source.archive else { return nil }
        directory = Path.normalize(Path.join(projectDirectory, archive))
        self.projectDirectory = projectDirectory
        self.files = files
    }

    /// A file that lies in the archive already, because it is loaded anew, stays where it is.
    /// - Returns: where the file is now, relative to the project when it lies in it.
    func take(_ file: LandingFile) throws(FileError) -> String {
        if Path.contains(directory, file.path) { return shown(file.path) }
        let place = try freePlace(for: file)
        try files.createDirectory(Path.directory(place))
        do throws(FileError) {
            try files.move(file.path, to: place)
        } catch {
            // Another disk: the copy must be whole before the file goes.
            guard files.isFile(file.path) else { throw error }
            try files.copy(file.path, to: place)
            try files.remove(file.path)
        }
        return shown(place)
    }

    private func shown(_ path: String) -> String {
        Path.contains(projectDirectory, path) ? Path.relative(path, to: projectDirectory) : path
    }

    /// What is in the archive already stays there: a file of the same name gets a number.
    private func freePlace(for file: LandingFile) throws(FileError) -> String {
        let place = Path.join(directory, file.name)
        guard files.exists(place) else { return place }
        var number = 1
        while files.exists("\(place).\(number)") { number += 1 }
        return "\(place).\(number)"
    }
}
