internal import Diagnostics
internal import Events
internal import Formats
internal import Platform
internal import ProjectLoading

/// `--add-package`: an entry for packages.yml in place of those that mean the same package.
///
/// Source: dbt-core 1.11, `DepsTask.add`. The file is written anew, so comments are lost, as with dbt.
struct PackageAddition {
    private let addition: DepsRequest.Addition
    private let request: DepsRequest
    private let files = RealFiles()

    init(_ addition: DepsRequest.Addition, _ request: DepsRequest) {
        self.addition = addition
        self.request = request
    }

    /// Changes `file` and gives what it asks for now.
    func apply(to file: String) throws(Diagnostic) -> PackageDeclarations {
        let path = Path.join(request.projectDirectory, file)
        var document: DataMapping = [:]
        if files.exists(path) {
            document = try YAML.load(TextFile.read(path, named: file, from: files)).mapping ?? [:]
        } else {
            request.log.fire(.formatting("Created packages.yml"))
        }
        var entries = document["packages"]?.list ?? []
        for index in entries.indices.reversed() where isSame(entries[index]) {
            request.log.fire(.duplicatePackage(removed: shown(entries.remove(at: index))))
        }
        document["packages"] = .list(entries + [entry])
        do throws(FileError) {
            try files.write(YAML.dump(.mapping(document), indentsLists: true), to: path)
        } catch {
            throw error.diagnostic()
        }
        request.log.fire(.addedPackage(addition.name, version: addition.version ?? "", file: path))
        return try request.loader.packages(
            of: .mapping(["packages": .list(entries + [entry])]), named: file, isWrittenKnown: false)
    }

    private var entry: DataValue {
        let key = addition.source == .hub ? "package" : addition.source.rawValue
        var entry: DataMapping = [key: .string(addition.name)]
        if let version = addition.version, !version.isEmpty {
            let parts = version.split(separator: ",", omittingEmptySubsequences: false).map {
                DataValue.string(String($0))
            }
            entry[addition.source == .git ? "revision" : "version"] = parts.count > 1 ? .list(parts) : parts[0]
        }
        return .mapping(entry)
    }

    /// Whether an entry means the package that is added: its name stands there as a whole word, with `_` or `-`,
    /// with or without its owner.
    private func isSame(_ entry: DataValue) -> Bool {
        let keys = ["package", "git", "local", "tarball", "private"]
        guard let address = keys.compactMap({ entry[$0]?.string }).first(where: { !$0.isEmpty }) else { return false }
        var names: Set<String> = [addition.name]
        if let last = addition.name.split(separator: "/").last { names.insert(String(last)) }
        return names.flatMap { [$0, $0.replacing("_", with: "-"), $0.replacing("-", with: "_")] }.contains { name in
            guard !name.isEmpty, let range = address.firstRange(of: name) else { return false }
            let before = address[..<range.lowerBound].last ?? "/"
            let after = address[range.upperBound...].first ?? "/"
            return "/.".contains(before) && "/.".contains(after)
        }
    }

    private func shown(_ entry: DataValue) -> String {
        let simple = (entry.mapping ?? [:]).filter { key, value in
            switch value {
            case .string, .int, .float: key != "unrendered"
            default: false
            }
        }
        return DataValue.mapping(simple).pythonRepr
    }
}
