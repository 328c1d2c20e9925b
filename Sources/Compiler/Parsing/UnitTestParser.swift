internal import Diagnostics
internal import Formats
internal import Platform
internal import ProjectLoading
internal import ProjectModel

/// Completes unit tests: finds their model and versions, and reads fixture files.
///
/// Source: dbt-core 1.11, unit tests.
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
        test.checksum = UnitTestChecksum(test).value
        try checkIncremental(test, model)
        var request = ConfigResolver.Request(type: .unitTest, packageName: package.name, fqn: fqn)
        request.properties = declaration.config
        request.unrenderedProperties = declaration.unrenderedConfig
        request.label = "unit test \(declaration.name) (\(file.originalPath))"
        test.config = try compilation.project.configs.resolve(request).config
        let texts = [(file.text, declaration.place.range.start)] + compilation.project.configTexts(of: package.name)
        try OnFailCheck.check(test.config, of: request.label ?? "", in: texts)
        try RetryCheck.check(test.config, of: request.label ?? "") { _ in texts }
        return test
    }

    /// The fixture with its rows: those of a file, when one is named, or of a seed, when there are none.
    private func filled(
        _ fixture: UnitTest.Fixture, _ declaration: UnitTestDeclaration, _ package: LoadedPackage
    ) throws(Diagnostic) -> UnitTest.Fixture {
        var fixture = fixture
        if let name = fixture.fixture {
            let text = try text(ofFile: name, fixture.format, declaration, package)
            fixture.rows = .string(fixture.format == "sql" ? text.trimmedBlanks : text)
        } else if fixture.rows.isNull, fixture.format == "dict", let input = fixture.input {
            fixture.rows = .list(FixtureRows.rows(of: try text(ofSeed: input, package)))
            return FixtureRows.ordered(fixture)
        }
        if fixture.format != "sql", let text = fixture.rows.string {
            fixture.rows = .list(FixtureRows.rows(of: text).map(FixtureRows.withoutEmptyValues))
        }
        return FixtureRows.ordered(fixture)
    }

    private func text(
        ofFile name: String, _ format: String, _ declaration: UnitTestDeclaration, _ package: LoadedPackage
    ) throws(Diagnostic) -> String {
        let wanted = format == "sql" ? "sql" : "csv"
        guard let file = package.files(.fixture).first(where: { $0.stem == name && $0.fileExtension == wanted }) else {
            throw Diagnostic(
                .fixtureMissing,
                "File not found for fixture '\(name)' in unit tests in \(declaration.place.file.originalPath)",
                family: .parsing, at: declaration.place.range, in: declaration.place.file.text,
                hint: Suggestion.hint(for: name, in: package.files(.fixture).map(\.stem)))
        }
        do throws(FileError) { return try compilation.files.readText(file.absolutePath) } catch {
            throw error.diagnostic()
        }
    }

    /// An input without rows is a seed, whose file has them.
    private func text(ofSeed input: String, _ package: LoadedPackage) throws(Diagnostic) -> String {
        guard case .ref(let call)? = ReferenceText(input),
            let home = compilation.project.packages.first(where: { $0.name == call.package ?? package.name }),
            let file = home.files(.seed).first(where: { $0.stem == call.name })
        else {
            throw Diagnostic(
                .fixtureMissing,
                "Unable to find seed '\(package.name).\(input)' for unit tests in directories: "
                    + DataValue.strings(package.project.paths.seeds).pythonText, family: .parsing)
        }
        do throws(FileError) { return try compilation.files.readText(file.absolutePath) } catch {
            throw error.diagnostic()
        }
    }

    /// - Throws: when an incremental model's test does not say whether it runs incrementally, or lacks what that needs.
    private func checkIncremental(_ test: UnitTest, _ model: Node) throws(Diagnostic) {
        guard model.dependsOn.macros.contains("macro.dbt.is_incremental") else { return }
        guard let isIncremental = test.overrides["macros"]?["is_incremental"]?.bool else {
            throw Diagnostic(
                .unitTestOverride,
                "Boolean override for 'is_incremental' must be provided for unit test '\(test.name)' in model '\(model.name)'",
                family: .parsing)
        }
        if isIncremental, !test.given.contains(where: { $0.input == "this" }) {
            throw Diagnostic(
                .unitTestOverride,
                "Unit test '\(test.name)' for incremental model '\(model.name)' must have a 'this' input",
                family: .parsing)
        }
    }
}

extension Diagnostic.Code {
    /// A unit test of a model that does not exist.
    static let unitTestModelMissing = Self(rawValue: "unit-test-model-missing")
    /// A unit test that lacks an override.
    static let unitTestOverride = Self(rawValue: "unit-test-override")
    /// A fixture file that does not exist.
    static let fixtureMissing = Self(rawValue: "fixture-missing")
}
