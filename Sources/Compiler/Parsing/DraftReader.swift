internal import Diagnostics
internal import Formats
internal import Platform
internal import ProjectLoading
internal import ProjectModel
internal import TemplateLibrary

/// Makes drafts of the nodes that a file defines: identity, code and checksum.
///
/// Source: dbt-core 1.11, unique_id and fqn rules.
struct DraftReader {
    let files: any FileSystem
    let package: LoadedPackage
    /// Seconds since 1970.
    let now: Double
    /// What other packages say of nodes of this one.
    let foreign: ForeignProperties

    /// The nodes of one file.
    /// - Throws: when it cannot be read, or its blocks cannot be told apart.
    func drafts(in file: SourceFile) throws(Diagnostic) -> [Draft] {
        let source = file.kind == .seed ? try readSeed(file) : try Self.read(file, from: files)
        switch file.kind {
        case .model: return [model(file, source)]
        case .snapshot: return try snapshots(file, source)
        case .seed: return [seed(file, source)]
        case .analysis: return [analysis(file, source)]
        case .singularTest: return [draft(.test, file.stem, file, source, fqn: file.fqn(file.stem))]
        case .function: return [function(file, source)]
        case .macro, .genericTest, .fixture, .documentation, .properties: return []
        }
    }

    static func read(_ file: SourceFile, from files: any FileSystem) throws(Diagnostic) -> SourceText {
        try TextFile.read(file.absolutePath, named: file.originalPath, from: files)
    }

    /// The bytes of a seed: they only tell here whether it has changed, and are text when it is loaded.
    private func readSeed(_ file: SourceFile) throws(Diagnostic) -> SourceText {
        do throws(FileError) {
            return SourceText(path: file.originalPath, bytes: try files.read(file.absolutePath))
        } catch { throw error.diagnostic() }
    }

    private func draft(
        _ type: ResourceType, _ name: String, _ file: SourceFile, _ source: SourceText, fqn: [String],
        id: UniqueID? = nil, path: String? = nil
    ) -> Draft {
        let stripped = source.stripped
        var node = Node(
            uniqueID: id ?? "\(type.rawValue).\(package.name).\(name)", resourceType: type, name: name,
            packageName: package.name, path: path ?? file.path, originalFilePath: file.originalPath, fqn: fqn,
            checksum: .sha256(Hash.sha256(stripped.bytes)), rawCode: stripped.string)
        node.firstLine = stripped.firstLine
        node.createdAt = now
        if file.fileExtension == "py" { node.language = "python" }
        return Draft(node, code: stripped, properties: properties(of: type, name))
    }

    private func properties(of type: ResourceType, _ name: String) -> ResourceProperties? {
        package.properties.patch(for: type, named: name) ?? foreign.patch(for: type, named: name, in: package.name)
    }

    private func model(_ file: SourceFile, _ source: SourceText) -> Draft {
        var properties = properties(of: .model, file.stem)
        // The latest version may have the plain name for its file, unless there is one of the version's own.
        if let names = properties?.fileNames, names.count > 1, names[1] == file.stem,
            names[0] != file.stem,
            package.files(.model).contains(where: { $0.stem == names[0] })
        {
            properties = nil
        }
        guard let properties, let version = properties.version else {
            var result = draft(.model, file.stem, file, source, fqn: file.fqn(file.stem))
            result.properties = properties
            result.node.details = .model(.init())
            return result
        }
        let suffix = "v\(version.text)"
        var result = draft(
            .model, properties.name, file, source, fqn: file.fqn(properties.name, suffix),
            id: "model.\(package.name).\(properties.name).\(suffix)")
        result.properties = properties
        result.node.details = .model(.init())
        return result
    }

    private func seed(_ file: SourceFile, _ source: SourceText) -> Draft {
        var result = draft(.seed, file.stem, file, SourceText(path: file.originalPath, ""), fqn: file.fqn(file.stem))
        result.code = nil
        // dbt does not read big seeds to tell whether they changed.
        result.node.checksum =
            source.bytes.count > 1 << 20 ? .path(file.originalPath) : .sha256(Hash.sha256(source.stripped.bytes))
        result.node.details = .seed(.init(rootPath: package.project.directory))
        return result
    }

    private func analysis(_ file: SourceFile, _ source: SourceText) -> Draft {
        var fqn = file.fqn(file.stem)
        fqn.insert("analysis", at: 1)
        return draft(.analysis, file.stem, file, source, fqn: fqn, path: "analysis/\(file.path)")
    }

    private func function(_ file: SourceFile, _ source: SourceText) -> Draft {
        var result = draft(.function, file.stem, file, source, fqn: file.fqn(file.stem))
        result.node.details = .function(result.properties?.function ?? .init())
        return result
    }

    /// The blocks of a snapshot file; their text is kept as it stands between the tags.
    private func snapshots(_ file: SourceFile, _ source: SourceText) throws(Diagnostic) -> [Draft] {
        var drafts: [Draft] = []
        for block in try BlockSplitter.split(source, into: ["snapshot"], keepsText: false) {
            guard let name = block.name else { continue }
            let text = source.part(block.contents)
            var result = draft(.snapshot, name, file, text, fqn: file.fqn(file.stem, name))
            result.node.rawCode = text.string
            result.node.firstLine = text.firstLine
            result.node.checksum = .sha256(Hash.sha256(source.stripped.bytes))
            result.code = text
            drafts.append(result)
        }
        return drafts
    }

    /// A snapshot that a yml file defines by what it reads.
    func snapshot(_ properties: ResourceProperties, relation: String) -> Draft {
        let file = properties.place.file
        let code = "select * from {{ \(relation) }}"
        var node = Node(
            uniqueID: "snapshot.\(package.name).\(properties.name)", resourceType: .snapshot, name: properties.name,
            packageName: package.name, path: "\(file.path)/\(properties.name).sql", originalFilePath: file.originalPath,
            fqn: file.fqn(properties.name), checksum: .sha256(Hash.sha256(file.text.stripped.bytes)), rawCode: code)
        node.createdAt = now
        return Draft(node, code: SourceText(path: file.originalPath, code), properties: properties)
    }

    /// The hooks that a project runs before and after every command.
    func hooks() -> [Draft] {
        let project = package.project
        let checksum = FileChecksum.sha256(Hash.sha256(package.projectFile.stripped.bytes))
        return [("on-run-start", project.onRunStart), ("on-run-end", project.onRunEnd)].flatMap { kind, hooks in
            hooks.enumerated().map { index, sql in
                let name = "\(package.name)-\(kind)-\(index)"
                var node = Node(
                    uniqueID: "operation.\(package.name).\(name)", resourceType: .operation, name: name,
                    packageName: package.name, path: "hooks/\(name).sql", originalFilePath: "./dbt_project.yml",
                    fqn: [package.name, "hooks", name], checksum: checksum, rawCode: sql)
                node.details = .operation(index: index)
                node.createdAt = now
                var draft = Draft(node, code: SourceText(path: "dbt_project.yml", sql))
                draft.extraTags = [kind]
                return draft
            }
        }
    }

    /// A generic test that a yml file asks for.
    func test(_ declaration: TestDeclaration) -> Draft {
        let file = declaration.place.file
        var node = Node(
            uniqueID: declaration.uniqueID, resourceType: .test, name: declaration.name, packageName: package.name,
            path: declaration.path, originalFilePath: file.originalPath, fqn: declaration.fqn, checksum: .none,
            rawCode: declaration.rawCode)
        node.description = declaration.description
        node.createdAt = now
        node.details = .genericTest(
            .init(
                testName: declaration.testName, namespace: declaration.namespace, arguments: declaration.arguments,
                columnName: declaration.columnName, fileKeyName: declaration.fileKeyName, attachedNode: nil))
        var draft = Draft(node, code: SourceText(path: file.originalPath, declaration.rawCode))
        draft.calls = declaration.config
        draft.testArguments = declaration.arguments
        draft.testTarget = declaration.target
        draft.place = declaration.place
        draft.extraTags = declaration.tags
        return draft
    }
}
