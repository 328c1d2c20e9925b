import Diagnostics
import ProjectLoading
import Testing

/// The sentences of dbt-core 1.11.16, with the places that we add.
@Suite struct ErrorTests {
    /// A file, its text, the place of the error, and how its message begins.
    private static let propertyErrors: [(text: String, place: String, message: String)] = [
        (
            "models:\n  - description: x\n", "models/s.yml:2:5",
            "The schema file at models/s.yml is invalid because a list element for 'models' does not have a name attribute."
        ),
        (
            "models: {name: a}\n", "models/s.yml:1:9",
            "The schema file at models/s.yml is invalid because the value of 'models' is not a list"
        ),
        (
            "models:\n  - name: a\n    meta: {a: 1}\n    config: {meta: {b: 1}}\n", "models/s.yml:3:11",
            "In models/s.yml: found meta dictionary in 'config' dictionary and as top-level key.\nRemove the top-level key"
        ),
        (
            "models:\n  - name: a\n    columns:\n      - {name: x, tests: [unique], data_tests: [unique]}\n",
            "models/s.yml:2:5",
            "Invalid models config given in models/s.yml @ models: {'name': 'a', 'columns': [{'name': 'x', 'tests': ['unique'], 'data_tests': ['unique']}]} - at path []: Invalid test config: cannot have both 'tests' and 'data_tests' defined"
        ),
        (
            "models:\n  - name: a\n    columns:\n      - {name: 5}\n", "models/s.yml:4:16",
            "Invalid models config given in models/s.yml @ models: {'name': 'a', 'columns': [{'name': 5}]} - at path ['columns'][0]['name']: 5 is not of type 'string'"
        ),
        (
            "- a\n", "models/s.yml:1:1",
            "Error reading shop: s.yml - Runtime Error\n  Contents of file 'models/s.yml' are not valid."
        ),
        (
            "models:\n  - name: a\n   x: [\n", "models/s.yml:3:4",
            "Error reading shop: s.yml - Runtime Error\n  Syntax error near line 3\n  ------------------------------\n  1  | models:"
        ),
        (
            "models:\n  - name: a\n    data_tests:\n      - unique:\n        where: x\n", "models/s.yml:4:9",
            "Invalid test config given in models/s.yml:\n\ttest definition dictionary must have exactly one key, got [('unique', None), ('where', 'x')] instead (2 keys)"
        ),
        (
            "models:\n  - name: a\n    data_tests: [{unique: {model: x}}]\n", "models/s.yml:3:18",
            "Invalid generic test configuration given in models/s.yml: \nTest arguments include \"model\", which is a reserved argument"
        ),
        (
            "models:\n  - {name: a}\n  - {name: a}\n", "models/s.yml:3:5",
            "dbt found two schema.yml entries for the same resource named a. Resources and their associated columns may only be described a single time. To fix this, remove one of the resource entries for a in this file:\n - models/s.yml\n"
        ),
        (
            "models:\n  - name: a\n    versions: [{v: 1}, {v: 1}]\n", "models/s.yml:3:28",
            "Found duplicate version: '1' in versions list of model 'a'"
        ),
        (
            "models:\n  - name: a\n    latest_version: 3\n    versions: [{v: 1}]\n", "models/s.yml:3:21",
            "latest_version: 3 is not one of model 'a' versions: [1] "
        ),
        (
            "exposures:\n  - {name: e, type: board, owner: {name: x}}\n", "models/s.yml:2:21",
            "Invalid exposures config given in models/s.yml @ exposures: {'name': 'e', 'type': 'board', 'owner': {'name': 'x'}} - at path ['type']: 'board' is not one of ['dashboard', 'notebook', 'analysis', 'ml', 'application']"
        ),
        (
            "groups:\n  - {name: g, owner: {x: 1}}\n", "models/s.yml:2:22",
            "Invalid groups config given in models/s.yml @ groups: {'name': 'g', 'owner': {'x': 1}} - at path ['owner']: Group owner must have at least one of 'name' or 'email'."
        ),
        (
            "metrics:\n  - {name: mm, label: M, type: derived, type_params: {metrics: [none]}}\n", "models/s.yml:2:5",
            "The metric `none` does not exist but was referenced by metric `mm`."
        ),
        (
            "metrics:\n  - {name: mm, label: M, type: derived, type_params: {metrics: [mm]}}\n", "models/s.yml:2:5",
            "The metric `mm` refers to itself through other metrics."
        ),
        (
            "sources:\n  - name: s\n    loaded_at_field: x\n    loaded_at_query: y\n    tables: [{name: t}]\n",
            "models/s.yml:2:5", "Cannot specify both loaded_at_field and loaded_at_query at source level."
        ),
        (
            "sources:\n  - {name: s, foo: 1, Bar: 2, tables: [{name: t, foo: 1}]}\n", "models/s.yml:2:5",
            "Invalid sources config given in models/s.yml @ sources: {'name': 's', 'foo': 1, 'Bar': 2, 'tables': [{'name': 't', 'foo': 1}]} - at path []: Additional properties are not allowed ('Bar', 'foo' were unexpected)"
        ),
        (
            "sources:\n  - name: s\n    tables:\n      - {name: t, freshness: {warn_after: {count: 1, period: day, foo: 1}}}\n",
            "models/s.yml:4:30",
            "Invalid sources config given in models/s.yml @ sources: {'name': 's', 'tables': [{'name': 't', 'freshness': {'warn_after': {'count': 1, 'period': 'day', 'foo': 1}}}]} - at path ['tables'][0]['freshness']: {'warn_after': {'count': 1, 'period': 'day', 'foo': 1}} is not valid under any of the given schemas"
        ),
        (
            "sources:\n  - {name: s, overrides: p, tables: [{name: t, foo: 1}]}\n", "models/s.yml:2:37",
            "Invalid sources config given in models/s.yml @ sources: {'name': 's', 'overrides': 'p', 'tables': [{'name': 't', 'foo': 1}]} - at path ['tables']: [{'name': 't', 'foo': 1}] is not valid under any of the given schemas"
        ),
        (
            "exposures:\n  - {name: e, type: dashboard, foo: 1, owner: {name: x, foo: 1}}\n", "models/s.yml:2:5",
            "Invalid exposures config given in models/s.yml @ exposures: {'name': 'e', 'type': 'dashboard', 'foo': 1, 'owner': {'name': 'x', 'foo': 1}} - at path []: Additional properties are not allowed ('foo' was unexpected)"
        ),
        (
            "unit_tests:\n  - {name: u, model: m, given: [{input: ref('x'), foo: 1}], expect: {rows: []}}\n",
            "models/s.yml:2:33",
            "Invalid unit_tests config given in models/s.yml @ unit_tests: {'name': 'u', 'model': 'm', 'given': [{'input': \"ref('x')\", 'foo': 1}], 'expect': {'rows': []}} - at path ['given'][0]: Additional properties are not allowed ('foo' was unexpected)"
        ),
        (
            "models:\n  - name: m\n    versions: [{v: 1, columns: [{include: all, foo: 1}]}]\n", "models/s.yml:3:33",
            "Invalid models config given in models/s.yml @ models: {'name': 'm', 'versions': [{'v': 1, 'columns': [{'include': 'all', 'foo': 1}]}]} - at path ['versions'][0]['columns'][0]: {'include': 'all', 'foo': 1} is not valid under any of the given schemas"
        ),
    ]

    @Test(arguments: propertyErrors.indices)
    func propertiesSayWhatIsWrongAndWhere(_ index: Int) throws {
        let (text, place, message) = Self.propertyErrors[index]
        let error = try #require(TestProject(["models/s.yml": text]).failure())
        #expect(error.message.hasPrefix(message), "\(error.message)")
        #expect(error.place == place)
    }

    /// Many files keep anchors for generic tests in a section that is meant for singular ones.
    @Test func unreadableSingularTestsAreOnlyWarnedOf() throws {
        let project = try TestProject([
            "models/s.yml": "data_tests: &x\n  - not_null: {config: {where: y}}\nmodels: [{name: m, data_tests: *x}]\n"
        ]).load()
        #expect(project.root.properties.tests.count == 1)
        #expect(
            project.warnings.map(\.message) == [
                "Unable to parse 'data_tests' section of file 'models/s.yml'\nEntry did not contain a name"
            ])
    }

    /// dbt lets any key stand in models, columns and tables of sources.
    @Test func otherKeysOfModelsAndTablesAreKept() {
        let text =
            "models:\n  - {name: m, foo: 1, columns: [{name: c, foo: 1}]}\nsources:\n  - {name: s, tables: [{name: t, foo: 1}]}\n"
        #expect(TestProject(["models/s.yml": text]).failure() == nil)
    }

    private static let projectErrors: [(text: String, place: String?, message: String)] = [
        ("profile: p\n", "dbt_project.yml:1:1", "at path []: 'name' is a required property"),
        (
            "name: 1x\nprofile: p\n", "dbt_project.yml:1:7",
            "at path ['name']: '1x' does not match '^[^\\\\d\\\\W]\\\\w*$'"
        ),
        ("name: ref\nprofile: p\n", "dbt_project.yml:1:7", "at path []: Invalid project name: ref is a reserved word"),
        (
            "name: shop\nprofile: p\nmodel-paths: models\n", "dbt_project.yml:3:14",
            "at path ['model-paths']: 'models' is not valid under any of the given schemas"
        ),
        ("name: shop\nprofile: p\nmodels: 5\n", "dbt_project.yml:3:9", "at path ['models']: 5 is not of type 'object'"),
        (
            "name: shop\nprofile: p\nmodel_paths: [m]\n", "dbt_project.yml:3:1",
            "at path []: Additional properties are not allowed ('model_paths' was unexpected)"
        ),
        (
            "name: shop\nprofile: p\nrequire-dbt-version: '>=1.12.0'\n", "dbt_project.yml:3:22",
            "This version of dbt is not supported with the 'shop' package.\n  Installed version of dbt: =1.11.16\n  Required version of dbt for 'shop': ['>=1.12.0']\n"
        ),
        (
            "name: shop\nprofile: p\nrequire-dbt-version: ['>2.0.0', '<1.0.0']\n", "dbt_project.yml:3:22",
            "The package version requirement can never be satisfied for the 'shop\npackage.\n"
        ),
        ("- a\n", "dbt_project.yml:1:1", "dbt_project.yml does not parse to a dictionary"),
        ("name: shop\n", nil, "dbt cannot run because no profile was specified for this dbt project."),
        ("name: shop\nprofile: q\n", "/project/profiles.yml", "Could not find profile named 'q'"),
    ]

    @Test(arguments: projectErrors.indices)
    func projectSaysWhatIsWrongAndWhere(_ index: Int) throws {
        let (text, place, message) = Self.projectErrors[index]
        let error = try #require(TestProject(["dbt_project.yml": text]).failure())
        #expect(error.message.hasPrefix(message), "\(error.message)")
        #expect(error.place == place)
        #expect(error.family == .runtime)
    }

    @Test func unknownProjectKeyHasAHint() throws {
        let project = TestProject(["dbt_project.yml": "name: shop\nprofile: p\nmodel_paths: [m]\n"])
        #expect(try #require(project.failure()).hint == "did you mean \"model-paths\"?")
    }

    @Test(arguments: [
        "p: {outputs: {dev: {password: hidden, port: x, type: postgres, host: h, user: u, dbname: d, schema: s}}, target: dev}\n",
        "p:\n  outputs:\n    dev:\n      pass: \"hid, den\"\n\tport: 1\n", "p:\n  password: 'hidden\n",
        "p:\n  outputs:\n    dev:\n      password: |\n        hidden\n\n        hidden too\n\tport: 1\n",
        "p:\n  outputs:\n    dev:\n      pass: 'some\n        hidden\n       text'\n\tport: 1\n",
        "p: {target: dev, outputs: {dev: {type: postgres, pass: 12345678, host: h, port: 1, user: u, dbname: d, schema: s}}}\n",
    ])
    func neverShowsAPassword(profiles: String) throws {
        let error = try #require(TestProject(["profiles.yml": profiles]).failure())
        #expect(!error.dbtText.contains("hid"))
        #expect(!error.dbtText.contains("12345678"))
        #expect(error.dbtText.contains("**"))
    }

    private static let profileErrors: [(output: String, message: String)] = [
        (
            "{type: postgres, host: h, port: 1, password: w, dbname: d, schema: s}",
            "Credentials in profile \"p\", target \"dev\" invalid: 'user' is a required property"
        ),
        (
            "{type: postgres, host: h, port: '1', user: u, password: w, dbname: d, schema: s}",
            "Credentials in profile \"p\", target \"dev\" invalid: '1' is not of type 'integer'"
        ),
        (
            "{type: postgres, host: h, port: 1, user: u, pass: 12, dbname: d, schema: s}",
            "Credentials in profile \"p\", target \"dev\" invalid: ***** is not of type 'string'"
        ),
        (
            "{type: postgres, host: h, port: 1, user: u, pass: w, dbname: d, database: e, schema: s}",
            "Credentials in profile \"p\", target \"dev\" invalid: Got duplicate keys: (dbname, database) all map to \"database\""
        ),
        ("{host: h}", "required field \"type\" not found in profile p and target dev"),
        ("5", "output 'dev' of profile 'p' is misconfigured in profiles.yml"),
    ]

    @Test(arguments: profileErrors.indices)
    func profileSaysWhatIsWrong(_ index: Int) throws {
        let (output, message) = Self.profileErrors[index]
        let project = TestProject(["profiles.yml": "p:\n  target: dev\n  outputs:\n    dev: \(output)\n"])
        let error = try #require(project.failure())
        #expect(error.message == message)
        #expect(error.family == .runtime)
    }

    @Test func unknownTargetListsTheOthers() throws {
        var project = TestProject([:])
        project.configure = { $0.targetName = "prod" }
        let error = try #require(project.failure())
        #expect(
            error.message
                == "The profile 'p' does not have a target named 'prod'. The valid target names for this profile are:\n - dev"
        )
    }

    @Test func missingPackagesAreCounted() throws {
        let error = try #require(TestProject(["packages.yml": "packages: [{local: a}, {local: b}]"]).failure())
        #expect(
            error.message
                == "dbt found 2 package(s) specified in packages.yml, but only 0 package(s) installed in dbt_packages. Run \"dbt deps\" to install package dependencies."
        )
    }

    private static let templateErrors: [(text: String, place: String, message: String)] = [
        (
            "models:\n  - name: a\n    config: {alias: \"{{ var('nope') }}\"}\n", "models/s.yml:3:25",
            "Could not render {{ var('nope') }}: Required var 'nope' not found in config:\nVars supplied to <Configuration> = {}"
        ),
        (
            "models:\n  - name: a\n    config: {alias: \"{{ env_var('NOPE') }}\"}\n", "models/s.yml:3:25",
            "Failed to render models/s.yml from project shop: Parsing Error\n  Env var required but not provided: 'NOPE'"
        ),
        (
            "models:\n  - name: a\n    config: {alias: \"{{ env_var('DBT_ENV_SECRET_X') }}\"}\n", "models/s.yml:3:25",
            "Failed to render models/s.yml from project shop: Parsing Error\n  Secret env vars are allowed only in profiles.yml or packages.yml. Found 'DBT_ENV_SECRET_X' referenced elsewhere."
        ),
        (
            "models:\n  - name: a\n    config:\n      alias: \"x {{ 1 + }}\"\n", "models/s.yml:4:24",
            "Could not render x {{ 1 + }}: unexpected 'end of print statement'"
        ),
    ]

    @Test(arguments: templateErrors.indices)
    func templatesOfPropertiesFailAtTheirPlace(_ index: Int) throws {
        let (text, place, message) = Self.templateErrors[index]
        var project = TestProject(["models/s.yml": text])
        project.environment = ["DBT_ENV_SECRET_X": "hush"]
        let error = try #require(project.failure())
        #expect(error.message.hasPrefix(message), "\(error.message)")
        #expect(error.place == place)
    }
}
