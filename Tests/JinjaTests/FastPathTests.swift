import Diagnostics
import Jinja
import Testing

/// Where the engine goes a shorter way for what is usual: the results are those of the long way.
@Suite struct FastPathTests {
    private let environment = Environment(macroPrefix: "dbt_macro__")

    private func render(_ text: String, _ values: [String: Value] = [:]) throws -> String {
        let resolver = DictionaryResolver(values)
        resolver.values["wrap"] = try macro(
            "wrap", "{% macro wrap(x, y=1, z='é') %}{{ x }}{{ y }}{{ z }}{% endmacro %}")
        resolver.values["alone"] = try macro("alone", "{% macro alone(self) %}{{ self }}{% endmacro %}")
        return try Renderer(resolver: resolver).render(Template(text, environment: environment)).string
    }

    private func macro(_ name: String, _ text: String) throws -> Value {
        let template = try Template(SourceText(path: "macros/\(name).sql", text), environment: environment)
        return .object(MacroValue(template, name: name, package: "shop", path: "macros/\(name).sql"))
    }

    /// The second call of a macro in a render binds its arguments without a list.
    @Test func laterCallsOfAMacroBindAsTheFirstOneDoes() throws {
        #expect(try render("{{ wrap(0) }}|{{ wrap(1, z=2) }}|{{ wrap(x=3, y=wrap(4)) }}") == "01é|112|341éé")
        #expect(try render("{% set a = wrap(1) %}{% set b = wrap(2, 3, 4) %}{{ a ~ b }}") == "11é234")
        for call in ["wrap(1, 2, 3, 4)", "wrap(1, x=2)", "wrap(1, q=2)", "alone(self=1)"] {
            let first = #expect(throws: TemplateError.self) { try render("{{ \(call) }}") }
            let second = #expect(throws: TemplateError.self) { try render("{{ wrap(0) }}{{ alone(1) }}{{ \(call) }}") }
            #expect(first?.message == second?.message, "\(call)")
        }
    }

    @Test func sortingLooksPastTheFirstSixteenBytes() throws {
        let names = ["a", "a\u{0}", "", "b", "common_prefix_of_2", "common_prefix_of_1", "common_prefix_of", "é"]
        let list = Value.list(names.map { .string($0) })
        let sorted = names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        #expect(try render("{{ l|sort|join(',') }}", ["l": list]) == sorted.joined(separator: ","))
        let reversed = sorted.reversed().joined(separator: ",")
        #expect(try render("{{ l|sort(reverse=true)|join(',') }}", ["l": list]) == reversed)
    }

    @Test func sortingManyItemsIsStable() throws {
        let text = """
            {%- set l = [] -%}
            {%- for i in range(500) -%}{%- do l.append({'k': i * 7919 % 11, 'i': i}) -%}{%- endfor -%}
            {%- for a in l|sort(attribute='k') -%}
            {%- if loop.previtem is defined and (loop.previtem.k, loop.previtem.i) > (a.k, a.i) -%}wrong{%- endif -%}
            {%- endfor -%}
            """
        #expect(try render(text).isEmpty)
    }

    @Test func numbersOfAnySizeArePrinted() throws {
        let numbers = [0, 7, 10, -1, -10, 99, 100, .max, .min, 1_000_000_000_000_000_000, -999_999_999_999_999_999]
        for number in numbers {
            #expect(try render("{{ n }}{{ 'x' ~ n }}", ["n": .int(number)]) == "\(number)x\(number)")
        }
    }

    @Test func concatenatedTextsKnowWhetherTheyAreASCII() throws {
        let text =
            "{% set t = 'ab' ~ (e ~ 'c' if e else '') ~ wrap(1) ~ 'd' %}{{ t|length }}{{ t[2] }}{{ ('a' ~ 1)[1] }}"
        #expect(try render(text, ["e": "é"]) == "8é1")
        #expect(try render(text, ["e": ""]) == "611")
    }

    @Test func aTextThatGrowsIsWhole() throws {
        let text = "{% for p in l %}{% set ns.s = ns.s ~ p ~ ';' %}{% endfor %}{{ ns.s }}{{ ns.s|length }}"
        let parts = (0..<300).map { $0 == 200 ? "é" : "part\($0)" }
        let expected = parts.map { $0 + ";" }.joined()
        let list = Value.list(parts.map { .string($0) })
        #expect(
            try render("{% set ns = namespace(s='') %}" + text, ["l": list])
                == expected + "\(expected.unicodeScalars.count)")
    }

    @Test func aListThatALaterPartChangesIsPrintedAsItIsThen() throws {
        #expect(try render("{% set l = [] %}{{ l ~ l.append(1) ~ 'x' }}") == "[1]Nonex")
    }
}
