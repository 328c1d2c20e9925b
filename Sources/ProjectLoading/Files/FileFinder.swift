internal import Platform
internal import ProjectModel

/// Finds the files of one project in which resources are defined.
///
/// Source: dbt-core 1.11, file discovery.
struct FileFinder {
    let files: any FileSystem
    let project: Project
    let ignored: IgnoreRules

    /// Every file, by kind in the order in which dbt reads kinds, then by resource path and path.
    func find() -> [SourceFile] {
        let paths = project.paths
        let tests = paths.tests
        let sourcePaths = unique(
            paths.models + paths.seeds + paths.snapshots + paths.analyses + paths.macros + paths.tests + paths.functions
        )
        let searches: [(SourceFile.Kind, [String], [String])] = [
            (.macro, paths.macros, [".sql"]), (.model, paths.models, [".sql", ".py"]),
            (.snapshot, paths.snapshots, [".sql"]), (.analysis, paths.analyses, [".sql"]),
            (.singularTest, tests, [".sql"]), (.genericTest, tests.map { Path.join($0, "generic") }, [".sql"]),
            (.seed, paths.seeds, [".csv"]), (.documentation, paths.docs ?? sourcePaths, [".md"]),
            (.properties, sourcePaths, [".yml", ".yaml"]),
            (.fixture, tests.map { Path.join($0, "fixtures") }, [".csv", ".sql"]),
            (.function, paths.functions, [".sql", ".py"]),
        ]
        var listings: [String: [FileEntry]] = [:]
        var found: [SourceFile] = []
        for (kind, roots, extensions) in searches {
            for root in roots.map(withoutTrailingSlash) {
                let entries = listings[root] ?? listing(root)
                listings[root] = entries
                for entry in entries where isWanted(entry.path, kind, extensions) {
                    found.append(
                        SourceFile(
                            kind: kind, packageName: project.name, directory: project.directory, root: root,
                            path: entry.path, size: entry.info.size, modified: entry.info.modified))
                }
            }
        }
        return found
    }

    private func listing(_ root: String) -> [FileEntry] {
        let entries = (try? files.walk(Path.join(project.directory, root))) ?? []
        return entries.filter { entry in
            guard entry.isFile, let first = Path.name(entry.path).utf8.first else { return false }
            // Hidden files and what editors leave behind.
            let isHidden = [UInt8(ascii: "."), UInt8(ascii: "#"), UInt8(ascii: "~")].contains(first)
            return !isHidden && (ignored.isEmpty || !ignored.ignores(Path.normalize(Path.join(root, entry.path))))
        }
    }

    private func isWanted(_ path: String, _ kind: SourceFile.Kind, _ extensions: [String]) -> Bool {
        guard let dot = path.utf8.lastIndex(of: UInt8(ascii: ".")) else { return false }
        let ending = path[dot...]
        guard extensions.contains(where: { $0 == ending || $0 == ending.lowercased() }) else { return false }
        return kind != .singularTest || !(path.hasPrefix("generic/") || path.hasPrefix("fixtures/"))
    }

    private func unique(_ paths: [String]) -> [String] {
        var seen: Set<String> = []
        return paths.map(withoutTrailingSlash).filter { seen.insert($0).inserted }
    }

    private func withoutTrailingSlash(_ path: String) -> String {
        path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    }
}
