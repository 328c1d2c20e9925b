internal import Platform

/// Keeps a landing folder: what was generated into it at which scale, and what was planted since.
///
/// The notes are in `.generated/` below the folder, where no location of a source looks.
struct Generation {
    /// Grows whenever the bytes of a file change, so that folders of an older generator are made anew.
    private static let format = 2

    let root: String

    private func notePath(_ pipeline: Pipeline) -> String { Path.join(root, ".generated", pipeline.rawValue) }
    /// Where the sources of the example project move loaded files, each below it at its path below `root`.
    private var archive: String { Path.join(root, "archive") }
    private var plantedPath: String { Path.join(root, ".generated", "planted") }

    private func title(_ settings: Settings) -> String {
        "format \(Self.format) scale \(settings.scale.rawValue) seed \(settings.seed)"
    }

    /// Writes the files of a pipeline unless they are all there.
    ///
    /// Files that a load has moved to the archive come back first, so that they are there for an empty database too; one
    /// that knows them moves them again. What else is in the pipeline's folders, such as planted files, goes when the
    /// files are written.
    /// - Returns: how many files were written; nil when all were there.
    func generate(_ pipeline: Pipeline, _ settings: Settings, isForced: Bool) throws(FileError) -> Int? {
        let title = title(settings)
        let note = (try? RealFiles().readText(notePath(pipeline)))?.split(separator: "\n") ?? []
        if !isForced, note.first == title[...], try restore(note.dropFirst()) { return nil }
        if !note.isEmpty {
            try RealFiles().remove(Path.join(root, pipeline.rawValue))
            try RealFiles().remove(Path.join(archive, pipeline.rawValue))
        }
        let folder = LandingFolder(root)
        try pipeline.files(settings).write(to: folder)
        let others = plants.filter { !$0.hasPrefix(pipeline.rawValue) }
        try RealFiles().write(others.map { $0 + "\n" }.joined(), to: plantedPath)
        try RealFiles().write(([title] + folder.written).map { $0 + "\n" }.joined(), to: notePath(pipeline))
        return folder.written.count
    }

    /// Adds the files of a fault to what was generated.
    /// - Returns: the paths of the files, below `root`; nil when the pipeline was not generated here.
    func plant(_ fault: Fault) throws(FileError) -> [String]? {
        guard let settings = settings(of: fault.pipeline) else { return nil }
        let earlier = plants
        let folder = LandingFolder(root)
        let slot = earlier.count { $0.hasPrefix(fault.pipeline.rawValue) }
        try fault.pipeline.files(settings).plant(fault, slot: slot, in: folder)
        let line = ([fault.rawValue] + folder.written).joined(separator: " ")
        try RealFiles().write((earlier + [line]).map { $0 + "\n" }.joined(), to: plantedPath)
        return folder.written
    }

    /// Brings files back from the archive; says whether all are in their places then.
    private func restore(_ paths: ArraySlice<Substring>) throws(FileError) -> Bool {
        let files = RealFiles()
        var isComplete = true
        for path in paths.map(String.init) where !files.isFile(Path.join(root, path)) {
            if files.isFile(Path.join(archive, path)) {
                try files.createDirectory(Path.join(root, Path.directory(path)))
                try files.move(Path.join(archive, path), to: Path.join(root, path))
            } else {
                isComplete = false
            }
        }
        return isComplete
    }

    /// A line for each fault planted so far: its name and its files.
    private var plants: [String] {
        (try? RealFiles().readText(plantedPath))?.split(separator: "\n").map(String.init) ?? []
    }

    /// What the pipeline's files were generated with.
    private func settings(of pipeline: Pipeline) -> Settings? {
        guard let text = try? RealFiles().readText(notePath(pipeline)), let title = text.split(separator: "\n").first
        else { return nil }
        let words = title.split(separator: " ")
        guard words.count == 6, let scale = Scale(rawValue: String(words[3])), let seed = UInt64(words[5]) else {
            return nil
        }
        return Settings(scale: scale, seed: seed)
    }
}
