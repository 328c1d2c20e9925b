import Formats
import Jinja
import TemplateLibrary
import Testing

@Suite struct BaseContextTests {
    private let context = TestContext()

    @Test func messagesGoToTheHost() throws {
        let text = try context.render(
            "{{ log('a') }}{{ log([1], info=true) }}{{ print(none) }}{{ exceptions.warn('w') }}")
        #expect(text == "")
        #expect(context.messages == ["debug: a", "info: [1]", "print: None", "warning: w"])
    }

    @Test func aVariableThatIsATemplateIsRenderedWhenItIsRead() throws {
        context.variables = ["x": 5, "t": "{{ 1 + var('x') }}!", "n": .null]
        #expect(
            try context.render("{{ var('t') }} {{ var('x') + 1 }} {{ var('n') }} {{ var('q', 'd') }}") == "6! 6 None d")
        #expect(try context.render("{{ var.has_var('x') }} {{ var.has_var('q') }}") == "True False")
    }

    @Test func aMissingVariableNamesAllThatAreThere() {
        context.variables = ["b": 1, "a": .list(["x"])]
        let error = #expect(throws: TemplateError.self) { try context.render("{{ var('q') }}") }
        #expect(
            error?.message
                == "Required var 'q' not found in config:\nVars supplied to orders = {\n    \"a\": [\n        \"x\"\n    ],\n"
                + "    \"b\": 1\n}")
    }

    @Test func environmentVariablesAreTextAndDefaultsKeepTheirType() throws {
        context.environment = ["PORT": "5432"]
        #expect(try context.render("{{ env_var('PORT') ~ (env_var('NO', 5) + 1) }}") == "54326")
        let missing = #expect(throws: TemplateError.self) { try context.render("{{ env_var('NO') }}") }
        #expect(missing?.message == "Env var required but not provided: 'NO'")
        let secret = #expect(throws: TemplateError.self) { try context.render("{{ env_var('DBT_ENV_SECRET_X') }}") }
        #expect(
            secret?.message
                == "Secret env vars are allowed only in profiles.yml or packages.yml. Found 'DBT_ENV_SECRET_X' referenced "
                + "elsewhere.")
    }

    @Test(arguments: [
        ("{{ 1 }}", "'1'"), ("{{ n }}", "5"), ("{{ '1' | as_number }}", "1"), ("{{ 'True' | as_bool }}", "True"),
        ("{{ '[1, (2,)]' | as_native }}", "[1, (2,)]"), ("{{ '1' | as_text }}", "'1'"), ("{{ n }} ", "'5 '"),
        ("", "''"),
    ])
    func aYAMLValueKeepsTheTypeOfItsOneExpression(template: String, expected: String) throws {
        context.values["n"] = 5
        #expect(try context.evaluate(template).repr().string == expected)
    }

    @Test func aMarkerThatDoesNotFitIsARenderingError() {
        let error = #expect(throws: TemplateError.self) { try context.evaluate("{{ 'yes' | as_bool }}") }
        #expect(error?.message == "Could not convert value 'yes' into type 'bool'")
    }

    @Test func textWithoutTagsComesBackAsItIs() throws {
        #expect(try context.render("select 1\r\n") == "select 1\r\n")
        #expect(try context.render("select {{ 1 }}\r\n\r\n") == "select 1\n")
    }

    @Test(arguments: [
        ("{% test unique(model, c) %}x{% endtest %}", "dbt_macro__test_unique"),
        ("{% materialization view, default %}x{% endmaterialization %}", "dbt_macro__materialization_view_default"),
        (
            "{% materialization view, adapter='postgres', supported_languages=['sql'] %}x{% endmaterialization %}",
            "dbt_macro__materialization_view_postgres"
        ),
        ("{% docs orders %}x{% enddocs %}", "dbt_docs__orders"),
        ("{% macro cents(a: list[str], b=1) %}x{% endmacro %}", "dbt_macro__cents"),
    ])
    func blocksDefineMacrosUnderDbtsNames(block: String, name: String) throws {
        let template = try Template(block, environment: TemplateEnvironments.text)
        #expect(template.macroNames == [name])
    }
}

@Suite struct DataConversionTests {
    private let context = TestContext()

    @Test func documentsBecomePythonValuesAndComeBack() throws {
        let document = try YAML.load(
            "a: 2024-01-02\nb: 2024-01-02 03:04:05\nc: [1, 2.5, null, yes, 123456789012345678901]\nd: {e: ''}")
        let value = Value(document)
        #expect(
            try value.repr().string
                == "{'a': datetime.date(2024, 1, 2), 'b': datetime.datetime(2024, 1, 2, 3, 4, 5), "
                + "'c': [1, 2.5, None, True, 123456789012345678901], 'd': {'e': ''}}")
        #expect(try DataValue(value) == document)
    }

    @Test func aLazyMappingMakesOnlyWhatIsAskedFor() throws {
        var made: [String] = []
        context.values["graph"] = .object(
            LazyMapping(
                keys: { ["a", "b"] },
                lookup: { key in
                    guard ["a", "b"].contains(key) else { return nil }
                    made.append(key)
                    return .dict(["name": .string(key)])
                }))
        #expect(try context.render("{{ graph['a'].name }} {{ graph.b.name }} {{ graph.get('c', 'd') }}") == "a b d")
        #expect(made == ["a", "b"])
        #expect(try context.render("{{ graph }}") == "{'a': {'name': 'a'}, 'b': {'name': 'b'}}")
        #expect(
            try context.render(
                "{{ graph.values() | map(attribute='name') | list }} {{ graph | length }} {{ 'a' in graph }}")
                == "['a', 'b'] 2 True")
        #expect(
            try context.render("{% for k, v in graph.items() %}{{ k }}={{ v.name }};{% endfor %}{{ graph is mapping }}")
                == "a=a;b=b;True")
        #expect(try context.render("{{ tojson(graph) }}") == "{\"a\": {\"name\": \"a\"}, \"b\": {\"name\": \"b\"}}")
        #expect(made == ["a", "b"])
    }
}

@Suite struct RegexLimitTests {
    @Test(arguments: ["count()|select('none')|first", "permutations(range(50))|map('join')|select('none')|list"])
    func iteratorsWithoutEndAreStopped(iterator: String) {
        #expect { _ = try TestContext().render("{{ modules.itertools.\(iterator) }}") } throws: { error in
            (error as? TemplateError)?.kind == .overflow
        }
    }

    @Test func aRegexThatExplodesIsStopped() {
        let error = #expect(throws: TemplateError.self) {
            try TestContext().render("{{ modules.re.match('(a|a|aa)+$', 'a' * 64 ~ 'b') }}")
        }
        #expect(error?.kind == .regex)
    }
}
