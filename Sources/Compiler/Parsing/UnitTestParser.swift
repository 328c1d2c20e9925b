internal import Diagnostics
internal import Formats
internal import Platform
internal import ProjectLoading
internal import ProjectModel

/// Completes unit tests: finds their model and versions, and reads fixture files.
///
/// Source: `compat/properties.md`, unit tests.
struct UnitTestParser {
    private let compilation: Compilation
    private let models: [String: [Node]]
    private let now: Double

    init(_ compilation: Compilation, _ parsed: ParsedProject, now: Double) {
        self.compilation = compilation
        self.now = now
        models = Dictionary(grouping: parsed.nodes.filter { $0.resourceType == .model }) {
            "\($0.packageName).\($0.name)"
        }
    }

    /// One unit test for each selected version of the model; none when the model does not exist.
    func tests(of declaration: UnitTestDeclaration, in package: LoadedPackage) throws(Diagnostic) -> [UnitTest] {
        let candidates = models["\(package.name).\(declaration.model)"] ?? []
        var tests: [UnitTest] = []
        for model in candidates where isSelected(model, declaration.versions) {
            tests.append(try test(declaration, of: model, in: package))
        }
        guard tests.isEmpty, candidates.isEmpty else { return tests }
        throw Diagnostic(
            .unitTestModelMissing,
            "Unable to find model '\(package.name).\(declaration.model)' for unit test '\(declaration.name)' in "
                + declaration.place.file.originalPath,
            family: .parsing, at: declaration.place.range, in: declaration.place.file.text,
            hint: Suggestion.hint(for: declaration.model, in: models.values.compactMap { $0.first?.name }))
    }

    private func isSelected(_ model: Node, _ versions: DataValue) -> Bool {
        guard let version = model.model?.version else { return true }
        func names(_ key: String) -> [String]? {
            versions[key]?.list?.map { item in
                switch item {
                case .int(let number): "\(number)"
                case .float(let number): "\(number)"
                default: item.string ?? ""
                }
            }
        }
        if let included = names("include") { return included.contains(version.text) }
        return !(names("exclude")?.contains(version.text) ?? false)
    }

    private func test(
        _ declaration: UnitTestDeclaration, of model: Node, in package: LoadedPackage
    ) throws(Diagnostic) -> UnitTest {
        let file = declaration.place.file
        let versioned = model.model?.version.map { "\(declaration.name)_v\($0.text)" } ?? declaration.name
        let fqn = file.fqn(declaration.model, declaration.name)
        var test = UnitTest(
            uniqueID: "unit_test.\(package.name).\(declaration.model).\(versioned)", name: declaration.name,
            packageName: package.name, path: file.path, originalFilePath: file.originalPath, fqn: fqn,
            model: declaration.model, given: [], expect: try filled(declaration.expect, declaration, package))
        for fixture in declaration.given { test.given.append(try filled(fixture, declaration, package)) }
        test.description = declaration.description
        test.overrides = declaration.overrides
        test.versions = declaration.versions
        test.version = model.model?.version
        test.schema = model.schema
        test.createdAt = now
        test.dependsOn.nodes = [model.uniqueID]
        test.checksum = checksum(declaration, test)
        var request = ConfigResolver.Request(type: .unitTest, packageName: package.name, fqn: fqn)
        request.properties = declaration.config
        request.unrenderedProperties = declaration.unrenderedConfig
        request.label = "unit test \(declaration.name) (\(file.originalPath))"
        test.config = try compilation.project.configs.resolve(request).config
        return test
    }

    /// The rows of a fixture file, when one is named.
    private func filled(
        _ fixture: UnitTest.Fixture, _ declaration: UnitTestDeclaration, _ package: LoadedPackage
    ) throws(Diagnostic) -> UnitTest.Fixture {
        guard let name = fixture.fixture else { return fixture }
        let wanted = fixture.format == "sql" ? "sql" : "csv"
        guard let file = package.files(.fixture).first(where: { $0.stem == name && $0.fileExtension == wanted }) else {
            throw Diagnostic(
                .fixtureMissing,
                "Could not find fixture file \(name) for unit test '\(declaration.name)'", family: .parsing,
                at: declaration.place.range, in: declaration.place.file.text,
                hint: Suggestion.hint(for: name, in: package.files(.fixture).map(\.stem)))
        }
        var fixture = fixture
        do throws(FileError) {
            fixture.rows = .string(try compilation.files.readText(file.absolutePath))
        } catch { throw error.diagnostic() }
        return fixture
    }

    private func checksum(_ declaration: UnitTestDeclaration, _ test: UnitTest) -> String {
        let content: DataValue = .mapping([
            "model": .string(declaration.model), "versions": declaration.versions,
            "given": .list(test.given.map(\.fields)), "expect": test.expect.fields,
            "overrides": .mapping(declaration.overrides),
        ])
        return Hash.sha256(JSON.bytes(content))
    }
}

extension Diagnostic.Code {
    /// A unit test of a model that does not exist.
    static let unitTestModelMissing = Self(rawValue: "unit-test-model-missing")
    /// A fixture file that does not exist.
    static let fixtureMissing = Self(rawValue: "fixture-missing")
}
