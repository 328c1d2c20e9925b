internal import Diagnostics
internal import Platform

/// A file that a source reads.
public struct LandingFile: Sendable, Hashable {
    /// Absolute.
    public var path: String
    /// Relative to the project when it lies in it: how the ledger and messages call the file.
    public var shownPath: String
    /// Relative to the fixed part of the location.
    public var name: String
    /// In bytes.
    public var size: Int
    /// Nanoseconds since 1970.
    public var modified: Int
    /// The values of the location's placeholders.
    public var values: [String]
}

/// Finds the files that fit a location.
///
/// Links may lead to files and directories below the fixed part of the location, not out of it.
struct FileSearch {
    private let pattern: LocationPattern
    private let projectDirectory: String
    private let files: any FileSystem
    private let base: String
    private let realBase: String
    /// A directory that is not looked into: the archive may lie among the files.
    private let excluded: String?

    init(_ source: ExternalSource, projectDirectory: String, files: any FileSystem) {
        pattern = source.location
        self.projectDirectory = projectDirectory
        self.files = files
        base = Path.normalize(Path.join(projectDirectory, pattern.fixedPart))
        realBase = files.realPath(base) ?? base
        excluded = source.archive.map { Path.normalize(Path.join(projectDirectory, $0)) }
    }

    /// Sorted by path.
    func find() throws(Diagnostic) -> [LandingFile] {
        var found: [LandingFile] = []
        guard files.isDirectory(base) else { return [] }
        do throws(FileError) {
            try search(base, 0, [:], &found)
        } catch { throw error.diagnostic() }
        found.sort { $0.path < $1.path }
        // `**` may find a file in several ways.
        var unique: [LandingFile] = []
        for file in found where unique.last?.path != file.path { unique.append(file) }
        return unique
    }

    /// A file that was loaded before and lies in the archive now.
    /// - Parameters:
    ///   - shownPath: where it was when it was loaded.
    ///   - place: where it is; both relative to the project, or absolute.
    /// - Returns: nil when it is not there any more, or does not fit the location as it is today.
    func archived(_ shownPath: String, at place: String) -> LandingFile? {
        let name = Path.relative(Path.normalize(Path.join(projectDirectory, shownPath)), to: base)
        let path = Path.normalize(Path.join(projectDirectory, place))
        guard let values = pattern.values(of: name), let info = files.info(path), info.kind == .file else { return nil }
        return LandingFile(
            path: path, shownPath: shownPath, name: name, size: info.size, modified: info.modified, values: values)
    }

    private func search(
        _ directory: String, _ index: Int, _ values: [Int: String], _ found: inout [LandingFile]
    ) throws(FileError) {
        guard index < pattern.components.count else { return }
        let isLast = index == pattern.components.count - 1
        switch pattern.components[index] {
        case .fixed(let name):
            let path = Path.join(directory, name)
            guard let info = files.info(path) else { return }
            try take(FileEntry(path: name, info: info), path, isLast, index, values, &found)
        case .anyDirectories:
            try search(directory, index + 1, values, &found)
            let real = files.realPath(directory) ?? directory
            for entry in try files.entries(of: directory) where entry.isDirectory && !isHidden(entry) {
                let path = Path.join(directory, entry.path)
                // A link to a directory would give its files second names, or lead in a circle.
                guard isInside(path), files.realPath(path) == Path.join(real, entry.path) else { continue }
                try search(path, index, values, &found)
            }
        case .pattern(let name):
            for entry in try files.entries(of: directory) where name.findsHidden || !isHidden(entry) {
                guard entry.isDirectory != isLast, let more = name.values(of: entry.path) else { continue }
                let path = Path.join(directory, entry.path)
                try take(entry, path, isLast, index, values.merging(more) { $1 }, &found)
            }
        }
    }

    /// Names that begin with a dot are for files that are still being written, as in a shell.
    private func isHidden(_ entry: FileEntry) -> Bool { entry.path.hasPrefix(".") }

    private func take(
        _ entry: FileEntry, _ path: String, _ isLast: Bool, _ index: Int, _ values: [Int: String],
        _ found: inout [LandingFile]
    ) throws(FileError) {
        guard isLast ? entry.isFile : entry.isDirectory, isInside(path) else { return }
        guard isLast else { return try search(path, index + 1, values, &found) }
        let shown = Path.contains(projectDirectory, path) ? Path.relative(path, to: projectDirectory) : path
        found.append(
            LandingFile(
                path: path, shownPath: shown, name: Path.relative(path, to: base), size: entry.info.size,
                modified: entry.info.modified, values: pattern.placeholders.indices.map { values[$0] ?? "" }))
    }

    /// Whether a path leads to something below the fixed part, and not into the archive.
    private func isInside(_ path: String) -> Bool {
        if let excluded, Path.contains(excluded, path) { return false }
        guard let real = files.realPath(path) else { return false }
        return Path.contains(realBase, real)
    }
}
