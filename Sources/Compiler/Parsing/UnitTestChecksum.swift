internal import Formats
internal import Platform
internal import ProjectLoading
internal import ProjectModel

/// The checksum of a unit test, by which `state:modified` knows it: over the text that Python has for its parts.
struct UnitTestChecksum {
    private let test: UnitTest

    init(_ test: UnitTest) { self.test = test }

    var value: String {
        let given = test.given.map { text($0, isInput: true) }.joined(separator: ", ")
        var parts = "\(test.model)-\(versions)-[\(given)]-\(text(test.expect, isInput: false))-\(overrides)"
        for fixture in test.given where fixture.fixture != nil { parts += "-\(fixture.rows.pythonText)" }
        return Hash.sha256(Array(parts.utf8))
    }

    private func text(_ fixture: UnitTest.Fixture, isInput: Bool) -> String {
        let name = ["csv": "CSV", "sql": "SQL"][fixture.format] ?? "Dict"
        let rest =
            "rows=\(fixture.rows.pythonRepr), format=<UnitTestFormat.\(name): '\(fixture.format)'>, "
            + "fixture=\(DataValue.text(fixture.fixture).pythonRepr))"
        guard isInput else { return "UnitTestOutputFixture(" + rest }
        return "UnitTestInputFixture(input=\(DataValue.text(fixture.input).pythonRepr), " + rest
    }

    private var versions: String {
        guard test.versions["include"] != nil else { return "None" }
        func part(_ key: String) -> String { (test.versions[key] ?? .null).pythonRepr }
        return "UnitTestNodeVersions(include=\(part("include")), exclude=\(part("exclude")))"
    }

    private var overrides: String {
        guard !test.overrides.isEmpty else { return "None" }
        func part(_ key: String) -> String { (test.overrides[key] ?? .mapping([:])).pythonRepr }
        return "UnitTestOverrides(macros=\(part("macros")), vars=\(part("vars")), env_vars=\(part("env_vars")))"
    }
}
