public import Diagnostics
public import Formats
internal import Platform

/// Reading `packages.yml`, `dependencies.yml` and `package-lock.yml`.
extension ProjectLoader {
    /// What the root project asks for.
    /// - Throws: dbt's errors about these files, for syntax and for keys that do not belong there.
    public func declaredPackages() throws(Diagnostic) -> PackageDeclarations {
        do throws(Diagnostic) {
            return try declaredPackages(in: options.projectDirectory, rendersDependencies: false)
        } catch {
            guard error.source == nil else { throw error }
            var error = error
            error.message += "\nError encountered in \(Path.join(options.projectDirectory, "dbt_project.yml"))"
            throw error
        }
    }

    /// The name of the project in `directory`, and what it asks for itself.
    ///
    /// Unlike those of the root project, templates in dependencies.yml of a package are rendered.
    public func package(in directory: String) throws(Diagnostic) -> (name: String, packages: PackageDeclarations) {
        let source = try projectSource(directory, prefix: "")
        let document = try projectDocument(source)
        let packages = try declaredPackages(in: directory, rendersDependencies: true)
        guard let name = document.root?["name"]?.dataValue, name.isTruthy else {
            throw Diagnostic(
                .projectInvalid, "Package defined in dbt_project.yml must have a name!", family: .runtime, in: source)
        }
        return (name.pythonText, packages)
    }

    /// What a document says: package-lock.yml, or packages.yml after a change.
    /// - Parameter isWrittenKnown: whether the lock's hash takes the entries before rendering into account.
    public func packages(
        of document: DataValue, named file: String, isWrittenKnown: Bool = true
    ) throws(Diagnostic) -> PackageDeclarations {
        let rendered = file == "dependencies.yml" ? document : try rendering(document)
        return try PackageDeclarations(rendered, written: isWrittenKnown ? document : nil, file: file)
    }

    private func declaredPackages(
        in directory: String, rendersDependencies: Bool
    ) throws(Diagnostic) -> PackageDeclarations {
        let packages = try packageDocument(directory, "packages.yml")
        let dependencies = try packageDocument(directory, "dependencies.yml")
        if packages?.node["packages"] != nil, let (node, source) = dependencies, let place = node["packages"] {
            throw Diagnostic(
                .packagesInvalid,
                "The 'packages' key cannot be specified in both packages.yml and dependencies.yml", family: .runtime,
                at: place.range, in: source)
        }
        if let (node, source) = packages, let place = node["projects"] {
            throw Diagnostic(
                .packagesInvalid, "The 'projects' key cannot be specified in packages.yml", family: .runtime,
                at: place.range, in: source)
        }
        if let (node, source) = dependencies, let list = node["packages"] {
            let written: DataValue = .mapping(["packages": list.dataValue])
            let data = rendersDependencies ? try rendered(node, source) : written
            return try PackageDeclarations(
                .mapping(["packages": data["packages"] ?? .null]), written: written, file: "dependencies.yml")
        }
        guard let (node, source) = packages else {
            return try PackageDeclarations(.null, written: nil, file: "packages.yml")
        }
        return try PackageDeclarations(rendered(node, source), written: node.dataValue, file: "packages.yml")
    }

    private func packageDocument(
        _ directory: String, _ name: String
    ) throws(Diagnostic) -> (node: YAMLNode, source: SourceText)? {
        let path = Path.join(directory, name)
        guard files.isFile(path) else { return nil }
        let source = try readText(path, named: name)
        do throws(Diagnostic) {
            return try YAML.parse(source).map { ($0, source) }
        } catch {
            var error = error
            error.family = .runtime
            throw error
        }
    }

    private func rendered(_ node: YAMLNode, _ source: SourceText) throws(Diagnostic) -> DataValue {
        try packageRenderer.render(node, in: source) { _ in true }
    }

    private func rendering(_ document: DataValue) throws(Diagnostic) -> DataValue {
        let source = SourceText(path: "packages.yml", YAML.dump(document, sortKeys: false))
        guard let node = try YAML.parse(source) else { return .null }
        return try rendered(node, source)
    }

    private var packageRenderer: ValueRenderer {
        var scope = scope(target: nil, isRoot: true)
        scope.allowsSecrets = true
        scope.requiresVariables = true
        return ValueRenderer(scope: scope, renderer: renderer)
    }
}
