internal import Diagnostics
internal import Formats
internal import ProjectModel

/// Reads an entry of `unit_tests:`.
///
/// Source: dbt-core 1.11, unit tests.
struct UnitTestReader {
    let reader: EntryReader
    let unrenderedConfig: DataMapping

    func read() throws(Diagnostic) -> UnitTestDeclaration {
        try reader.check(.unitTest)
        let name = try reader.text("name")
        guard let expect = try reader.part("expect") else { throw reader.invalid("'expect' is a required property") }
        var given: [UnitTest.Fixture] = []
        for item in try reader.items("given") {
            given.append(try fixture(item, input: try item.text("input")))
        }
        var test = UnitTestDeclaration(
            name: name, model: try reader.text("model"), place: reader.place, given: given,
            expect: try fixture(expect, input: nil))
        test.description = try reader.text("description", default: "")
        if let overrides = try reader.part("overrides") {
            for key in ["macros", "vars", "env_vars"] { test.overrides[key] = .mapping(try overrides.mapping(key)) }
        }
        if let versions = try reader.part("versions") {
            let (include, exclude) = (versions.data["include"] ?? .null, versions.data["exclude"] ?? .null)
            if include.isTruthy, exclude.isTruthy {
                throw versions.invalid("Unit tests can not both include and exclude versions.")
            }
            test.versions = .mapping(["include": include, "exclude": exclude])
        }
        test.config = try reader.mapping("config")
        test.unrenderedConfig = unrenderedConfig
        return test
    }

    private func fixture(_ item: EntryReader, input: String?) throws(Diagnostic) -> UnitTest.Fixture {
        let format = try item.text("format", default: "dict")
        guard ["csv", "dict", "sql"].contains(format) else {
            throw item.invalid("'\(format)' is not one of ['csv', 'dict', 'sql']", [.key("format")])
        }
        let rows = item.data["rows"] ?? .null
        let fixture = try item.optionalText("fixture")
        let fits =
            switch format {
            case "dict": rows.list != nil || rows.isNull && (fixture != nil || input != nil)
            default: rows.string != nil || fixture != nil
            }
        if !fits {
            let kind = input == nil ? "expected" : "input"
            let name = try reader.text("name")
            throw item.failure(
                format == "dict"
                    ? "Unit test \(name) has \(kind) rows which do not match format \(format)"
                    : "Unit test \(name) has \(kind) rows or fixtures which do not match format \(format).  Expected string.",
                .propertiesInvalid, [.key("rows")])
        }
        return UnitTest.Fixture(input: input, format: format, rows: rows, fixture: fixture)
    }
}
