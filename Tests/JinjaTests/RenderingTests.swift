import Diagnostics
import Testing

@testable import Jinja

/// What the library's users build on: macros, source maps, errors, limits and static inspection.
@Suite struct RenderingTests {
    private let environment = Environment(macroPrefix: "dbt_macro__")

    private func template(_ text: String, path: String = "models/a.sql", mode: Template.Mode = .text) throws -> Template
    {
        try Template(SourceText(path: path, text), environment: environment, mode: mode)
    }

    private func macro(_ name: String, _ text: String) throws -> Value {
        .object(
            MacroValue(
                try template(text, path: "macros/\(name).sql"), name: name, package: "shop", path: "macros/\(name).sql")
        )
    }

    private var returnFunction: Value {
        .function("return") { arguments, renderer throws(TemplateError) in
            throw renderer.macroReturn(arguments.positional.first ?? .null)
        }
    }

    private func error(of body: () throws -> Void) -> TemplateError? {
        do {
            try body()
            return nil
        } catch {
            return error as? TemplateError
        }
    }

    @Test func floatsRoundAndPrintAsPythonDoes() throws {
        let cases = [
            ("2.675|round(2)", "2.67"), ("0.125|round(2)", "0.12"), ("2.5|round", "2.0"), ("1.005|round(2)", "1.0"),
            ("-0.4|round", "-0.0"), ("121.2857|round(1)", "121.3"), ("1e15", "1000000000000000.0"), ("1e16", "1e+16"),
            ("0.0001", "0.0001"), ("0.00009", "9e-05"), ("123456789012345.6", "123456789012345.6"),
        ]
        for (expression, expected) in cases {
            let text = try Renderer().render(template("{{ \(expression) }}")).string
            #expect(text == expected, "\(expression)")
        }
    }

    @Test func rowsSortByWhatFollowsAnEqualBeginning() throws {
        let text = try Renderer().render(
            template("{{ ['prefix_10b', 'prefix_1', 'prefix_10a', 'pre', 'é', '']|sort|join(',') }}"))
        #expect(text.string == ",pre,prefix_1,prefix_10a,prefix_10b,é")
    }

    @Test func macrosTakeTheirFreeNamesFromTheRenderThatCallsThem() throws {
        let names = DictionaryResolver([
            "who": "world", "greet": try macro("greet", "{% macro greet() %}hello {{ who }}{% endmacro %}"),
        ])
        #expect(
            try Renderer(resolver: names).render(template("{% set who = 1 %}{{ greet() }}")).string == "hello world")
    }

    @Test func returnLeavesTheInnermostMacroWithAValueOfAnyType() throws {
        let names = DictionaryResolver([
            "return": returnFunction,
            "f": try macro(
                "f",
                "{% macro f(n) %}text{% for i in range(9) %}{% if i == n %}{{ return([i]) }}{% endif %}{% endfor %}{% endmacro %}"
            ),
        ])
        #expect(try Renderer(resolver: names).render(template("{{ f(3)[0] + 1 }}|{{ f(3) }}")).string == "4|[3]")
    }

    @Test func aMacroThatReturnsIsStillCalledWhereItsTextStood() throws {
        let names = DictionaryResolver([
            "return": returnFunction, "f": try macro("f", "{% macro f() %}lost{{ return(1) }}{% endmacro %}"),
        ])
        #expect(try Renderer(resolver: names).render(template("a{{ f() }}b")).string == "a1b")
    }

    @Test func anErrorKnowsItsPlaceAndTheMacrosThatWereRunning() throws {
        let names = DictionaryResolver([
            "outer": try macro("outer", "{% macro outer() %}\n{{ inner() }}{% endmacro %}"),
            "inner": try macro("inner", "{% macro inner() %}\n\n{{ missing.x }}{% endmacro %}"),
        ])
        let failure = try #require(error { _ = try Renderer(resolver: names).render(template("{{ outer() }}")) })
        #expect(failure.kind == .undefined)
        #expect(failure.line == 3)
        #expect(failure.source?.path == "macros/inner.sql")
        #expect(failure.frames.map(\.what) == ["macro inner", "macro outer"])
        #expect(failure.diagnostic.place == "macros/inner.sql:3:4")
    }

    @Test func aDiagnosticOfAFunctionGoesThroughTheTemplateUnchanged() throws {
        let code = Diagnostic.Code(rawValue: "ref-not-found")
        let names = DictionaryResolver([
            "ref": .function("ref") { _, _ throws(TemplateError) in
                throw TemplateError(Diagnostic(code, "no such model"))
            }
        ])
        let failure = try #require(error { _ = try Renderer(resolver: names).render(template("\n{{ ref('x') }}")) })
        #expect(failure.diagnostic.code == code)
        #expect(failure.diagnostic.place == "models/a.sql:2:4")
    }

    @Test func theSourceMapLeadsThroughMacroCalls() throws {
        let names = DictionaryResolver([
            "cents": try macro("cents", "{% macro cents(c) %}({{ c }} / 100){% endmacro %}")
        ])
        let model = try template("select {{ cents('amount') }} from t")
        let text = try Renderer(resolver: names, recordsSourceMap: true).render(model)
        #expect(text.string == "select (amount / 100) from t")
        let literal = try #require(text.sourceMap.place(of: 3))
        #expect(literal.source.path == "models/a.sql")
        #expect(literal.range.start == 3)
        #expect(text.sourceMap.place(of: 16)?.source.path == "macros/cents.sql")
        let last = try #require(text.sourceMap.place(of: text.bytes.count - 1))
        #expect(last.source.path == "models/a.sql")
        #expect(last.range.start == model.source.bytes.count - 1)
    }

    @Test func callsAreListedWithTheirConstantArguments() throws {
        let calls = try template(
            "{{ config(tags=['a'], n=1) }} {% if x %}{{ ref('p', 'm') }}{% endif %} {{ adapter.dispatch(y)() }}"
        ).calls
        #expect(calls.map(\.name) == ["config", "ref", "", "adapter.dispatch"])
        #expect(calls[1].arguments == [.string("p"), .string("m")])
        #expect(calls[0].keywords.map(\.name) == ["tags", "n"])
        #expect(calls[0].keywords.first?.value == .list([.string("a")]))
        #expect(calls[3].arguments == [.unknown])
    }

    @Test func captureSwallowsWhatIsUndefined() throws {
        let text = try Renderer(undefined: .capture).render(template("a{{ x.y['z'](1).w }}b{{ x is defined }}"))
        #expect(text.string == "abFalse")
    }

    @Test(arguments: [
        ("{{ x }}", "[1]"), ("{{ x }} ", "'[1] '"), ("{{ 1 + 1 }}", "'2'"), ("", "''"), ("{{ x[0] }}", "1"),
        ("{{ false if (true if true else x) else x }}", "'False'"), ("{{ x if 2 < 1 < x else 3 }}", "'3'"),
    ])
    func nativeModeKeepsTheTypeOfASingleComputedValue(text: String, expected: String) throws {
        let names = DictionaryResolver(["x": .list([1])])
        let value = try Renderer(resolver: names).evaluate(template(text, mode: .native))
        #expect(try value.repr().string == expected)
    }

    @Test func aTemplateWithoutTagsIsReturnedAsItStands() throws {
        #expect(try template("select 1\r\n").isLiteral)
        #expect(try Renderer().render(template("select 1\r\n")).string == "select 1\r\n")
    }

    @Test(arguments: [
        String(repeating: "(", count: 5000) + "1" + String(repeating: ")", count: 5000),
        "1" + String(repeating: "+1", count: 5000), "x" + String(repeating: ".a", count: 5000),
        String(repeating: "not ", count: 5000) + "x", String(repeating: "-", count: 5000) + "1",
        String(repeating: "[", count: 5000), "x" + String(repeating: "|e", count: 5000),
    ])
    func deepExpressionsAreErrors(expression: String) {
        #expect(error { _ = try template("{{ \(expression) }}") } != nil)
    }

    @Test func deepBodiesAreErrors() {
        let text = String(repeating: "{% if 1 %}", count: 3000) + String(repeating: "{% endif %}", count: 3000)
        #expect(error { _ = try template(text) }?.kind == .recursion)
    }

    @Test func endlessRecursionIsAnError() throws {
        let names = DictionaryResolver()
        names.values["f"] = try macro("f", "{% macro f() %}{% for x in [1] %}{{ f() }}{% endfor %}{% endmacro %}")
        #expect(error { _ = try Renderer(resolver: names).render(template("{{ f() }}")) }?.kind == .recursion)
    }

    /// Without that the tests would not end: each level would double the work.
    @Test(arguments: [
        ("(1 if ", " else 3)", "1"), ("(1 and ", ")", "2"), ("(false or ", ")", "2"), ("(1 < ", " < 0)", "False"),
    ])
    func nestedConstantsAreComputedOnce(opening: String, closing: String, expected: String) throws {
        let nested = String(repeating: opening, count: 50) + "2" + String(repeating: closing, count: 50)
        #expect(try Renderer().render(template("{{ \(nested) }}")).string == expected)
    }

    @Test(arguments: ["[ns.x]", "(ns.x, 1)", "{'a': ns.x}", "namespace(x=ns.x)", "dict(a=ns.x)"])
    func valuesNestedWithoutEndAreErrors(expression: String) {
        let text = "{% set ns = namespace(x=1) %}{% for i in range(100000) %}{% set ns.x = \(expression) %}{% endfor %}"
        #expect(error { _ = try Renderer().render(template(text)) }?.kind == .recursion)
    }

    @Test(arguments: [
        ("{{ range(7)[::9223372036854775807]|list }}", "[0]"),
        (
            "{{ range(-9223372036854775807, 9223372036854775807, 9223372036854775807)|list }}",
            "[-9223372036854775807, 0]"
        ),
        ("{{ range(-9223372036854775807, 9223372036854775807, 9223372036854775807)[1] }}", "0"),
        ("{{ range(-9223372036854775807, 9223372036854775807, 9223372036854775807).index(0) }}", "1"),
        ("{{ 9223372036854775806 in range(-9223372036854775807, 9223372036854775807, 9223372036854775807) }}", "False"),
    ])
    func rangesReachOverAllNumbers(text: String, expected: String) throws {
        #expect(try Renderer().render(template(text)).string == expected)
    }

    @Test func rangesWithStepsBeyondAllNumbersAreErrors() {
        let text = "{{ range(0, 9, 3)[::9223372036854775807] }}"
        #expect(error { _ = try Renderer().render(template(text)) }?.kind == .overflow)
    }

    /// Source: jinja2/compiler.py, optimizeconst, and jinja2/nodes.py, Dict.as_const.
    @Test(arguments: [
        ("{{ {[3]: 1} if missing.x else 2 }}", false), ("{% if false %}{{ [{({}, 1): 2}]|length }}{% endif %}", false),
        ("{{ 1 if true else {[3]: 1} }}", true), ("{% if false %}{{ {[1]: 2} }}{% endif %}", true),
    ])
    func constantDictionariesThatCannotBeDoNotCompileInsideOfOthers(text: String, compiles: Bool) {
        #expect(error { _ = try template(text) }?.kind == (compiles ? nil : .type))
    }

    @Test func deepGeneratorsAreErrors() throws {
        let text =
            "{% set ns = namespace(g=[1]) %}{% for i in range(50000) %}{% set ns.g = ns.g|map('string') %}{% endfor %}{{ ns.g|list }}"
        #expect(error { _ = try Renderer().render(template(text)) }?.kind == .recursion)
    }

    @Test func loopsStopAtTheLimitOfSteps() throws {
        var limits = Renderer.Limits()
        limits.steps = 10_000
        let text = "{% for a in range(1000) %}{% for b in range(1000) %}{% endfor %}{% endfor %}"
        #expect(error { _ = try Renderer(limits: limits).render(template(text)) } != nil)
    }

    @Test(arguments: [
        ("{% set ns = namespace() %}{% set ns.x = ns %}{{ ns }}", "<Namespace {'x': <Namespace {...}>}>"),
        ("{% set d = {} %}{{ d.update(k=d.items()) or '' }}{{ d }}", "{'k': dict_items([('k', ...)])}"),
    ])
    func aValueThatHoldsItselfPrintsAsInPython(text: String, expected: String) throws {
        #expect(try Renderer().render(try template(text)).string == expected)
    }

    @Test func aRenderLetsGoOfTheMacrosItsTemplateDefines() throws {
        final class Witness: Object {}
        weak var witness: Witness?
        do {
            let object = Witness()
            witness = object
            let template = try template(
                "{% macro a() %}{% set kept = w %}{% macro b() %}{{ kept }}{% endmacro %}{{ dbt_macro__b() }}{% endmacro %}"
                    + "{% set top = w %}{{ dbt_macro__a() }}")
            _ = try Renderer(resolver: DictionaryResolver(["w": .object(object)])).render(template)
        }
        #expect(witness == nil)
    }

    @Test func theDefaultOfAParameterSeesTheContextThoughTheBodyAssignsTheName() throws {
        let template = try template("{% macro m(p=x) %}{% set x = 2 %}{{ p }}{{ x }}{% endmacro %}{{ dbt_macro__m() }}")
        #expect(try Renderer(resolver: DictionaryResolver(["x": 1])).render(template).string == "12")
    }

    @Test(arguments: [
        ("{{ 'inf'|float|filesizeformat }}", "inf YB"), ("{{ 'nan'|float|filesizeformat }}", "nan YB"),
        ("{{ '{:%}'.format(1e308) }}", "inf%"),
    ])
    func numbersWithoutEndPrintAsInPython(text: String, expected: String) throws {
        #expect(try Renderer().render(try template(text)).string == expected)
    }

    @Test(arguments: [
        "{{ [0] * 2 ** 40 }}", "{{ 'ab' * 2 ** 40 }}", "{{ ('a' * 10 ** 6).replace('a', 'b' * 10 ** 6)|length }}",
        "{{ (['a'] * 10 ** 4)|join('b' * 10 ** 7)|length }}",
        "{{ ('\n' * 10 ** 4)|indent(10 ** 7, blank=true)|length }}",
        "{% set l = [[]] %}{% for i in range(200) %}{% set _ = l.append(l[-1] + [0] * 10 ** 6) %}{% endfor %}",
    ])
    func whatWouldFillTheMemoryIsAnError(text: String) throws {
        let error = error { _ = try Renderer().render(try template(text)) }
        #expect(error?.kind == .overflow)
    }

    /// A chain of filters, each of which makes its text some times as long, must come to an end.
    @Test func resultsOfFiltersHaveALimit() throws {
        var environment = environment
        environment.filters["lengthen"] = Environment.Filter(needsContext: true) { _, _, _ in
            .string(Text(bytes: [UInt8](repeating: 97, count: MemoryLimit.textLimit + 1), isASCII: true))
        }
        let template = try Template(SourceText(path: "a.sql", "{{ 'a'|lengthen }}"), environment: environment)
        #expect(error { _ = try Renderer().render(template) }?.kind == .overflow)
    }

    /// Expected values: Jinja2 3.1.6 with markupsafe 3.0.
    @Test(arguments: [
        "m * 2", "m[0]", "m[1:3]", "m[::-1]", "m.center(9)", "m.strip('\"')", "m.zfill(9)", "m.removeprefix('x')",
        "m.splitlines()[0]", "m.split('q')[0]", "m.partition('a')[2]", "m.rpartition('q')[0]", "m|reverse", "m|last",
        "m|center(9)", "m.lower().upper() + 'x'",
    ])
    func whatIsMadeOfMarkupIsMarkup(expression: String) throws {
        let template = try template("{% set m = 'abc'|tojson %}{{ [\(expression)] }}")
        #expect(try Renderer().render(template).string.hasPrefix("[Markup("))
    }
}
