internal import Diagnostics
internal import OrderedCollections
internal import Platform
internal import ProjectLoading
internal import ProjectModel

/// Finds configuration keys that are probably slips: any key is allowed, so dbt takes `materialised` without a word.
struct ConfigKeyCheck {
    private let project: LoadedProject
    private let files: any FileSystem

    init(_ project: LoadedProject, files: any FileSystem) {
        self.project = project
        self.files = files
    }

    /// - Parameter warn: called once for each such key and type of resource, with the first resource that has it.
    func report(_ nodes: [Node], _ warn: (Diagnostic) throws(Diagnostic) -> Void) throws(Diagnostic) {
        var seen: Set<String> = []
        for node in nodes {
            for key in node.config.values.keys {
                guard seen.insert("\(node.resourceType.rawValue) \(key)").inserted,
                    let known = ConfigResolver.suggestion(for: key, of: node.resourceType)
                else { continue }
                let place = place(of: key, in: node)
                let file = place?.source.path ?? node.originalFilePath
                try warn(
                    Diagnostic(
                        .configUnknownKey,
                        "\(file): the configuration of \(node.resourceType.rawValue) \(node.name) has a key '\(key)' "
                            + "that dbt does not know",
                        severity: .warning, at: place?.range, in: place?.source,
                        hint: "did you mean \"\(known)\"?"))
            }
        }
    }

    /// Where the key is written: in the node's yml entry, in its own file or in a dbt_project.yml.
    private func place(of key: String, in node: Node) -> (source: SourceText, range: SourceRange)? {
        let package = project.packages.first { $0.name == node.packageName }
        var candidates: [(source: SourceText, start: Int)] = []
        if let name = node.model?.version == nil ? node.name : nil,
            let entry = package?.properties.patch(for: node.resourceType, named: name)
        {
            candidates.append((entry.place.file.text, entry.place.range.start))
        }
        if node.genericTest == nil {
            candidates.append((SourceText(path: node.originalFilePath, node.rawCode, firstLine: node.firstLine), 0))
        }
        for owner in [package, project.root] {
            guard let owner else { continue }
            for path in [node.originalFilePath, "dbt_project.yml"] {
                let place = Path.join(owner.project.directory, path)
                if let text = try? TextFile.read(place, named: path, from: files) { candidates.append((text, 0)) }
            }
        }
        for (source, start) in candidates {
            if let range = source.firstRange(ofWord: key, from: start) { return (source, range) }
        }
        return nil
    }
}

extension Diagnostic.Code {
    /// A configuration has a key that nobody knows and that looks like one that is known.
    static let configUnknownKey = Self(rawValue: "config-unknown-key")
}
