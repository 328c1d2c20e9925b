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

    /// Names with capitals, of any length, with zeros at the end, each many times.
    private let rows: [(name: String, id: Int)] = (0..<400).map { index in
        let kind = [
            "Alpha", "beta", "ALPHA", "a\u{0}", "a", "", "Common_Prefix_Of_", "common_prefix_of_names", "Z[@`{",
        ]
        return (kind[index * 7 % kind.count] + (index % 4 == 0 ? "" : "\(index % 23)"), index * 7919 % 31 - 15)
    }

    private func dicts(_ rows: [(name: String, id: Int)]) -> Value {
        .list(rows.map { row in .dict(["id": .int(row.id), "name": .string(row.name)]) })
    }

    private func order(_ left: String, _ right: String) -> Int {
        let (left, right) = (Array(left.utf8), Array(right.utf8))
        return left == right ? 0 : left.lexicographicallyPrecedes(right) ? -1 : 1
    }

    @Test(arguments: [400, 30], [false, true])
    func sortingBySeveralAttributesIsStableAndIgnoresCase(count: Int, reverse: Bool) throws {
        for (accents, sensitive) in [(false, false), (false, true), (true, false)] {
            let rows = Array(rows.prefix(count)) + (accents ? [("É", 1), ("é", 0), ("É", -1)] : [])
            let sorted = rows.enumerated().sorted { left, right in
                var sign =
                    sensitive
                    ? order(left.element.name, right.element.name)
                    : order(left.element.name.lowercased(), right.element.name.lowercased())
                if sign == 0 { sign = left.element.id - right.element.id }
                return sign == 0 ? left.offset < right.offset : (sign < 0) != reverse
            }.map(\.element)
            let text =
                "{% for r in l|sort(attribute='name,id', reverse=\(reverse), case_sensitive=\(sensitive)) %}"
                + "{{ r.name }}:{{ r.id }};{% endfor %}"
            #expect(
                try render(text, ["l": dicts(rows)]) == sorted.map { "\($0.name):\($0.id);" }.joined(),
                "\(accents) \(sensitive)")
        }
    }

    @Test func groupsHaveTheirMembersInOrder() throws {
        let groups = Dictionary(grouping: rows) { $0.name.lowercased() }
        let expected = groups.keys.sorted { order($0, $1) < 0 }.map { key in
            "\(groups[key]?.first?.name ?? "")=" + (groups[key] ?? []).map { "\($0.id)," }.joined() + ";"
        }
        let text = """
            {%- for g in l|groupby('name') -%}
            {{ g.grouper }}={% for r in g.list %}{{ r.id }},{% endfor %};
            {%- endfor -%}
            """
        #expect(try render(text, ["l": dicts(rows)]) == expected.joined())
    }

    @Test func generatorsSeeAListThatChangesMeanwhile() throws {
        var environment = environment
        environment.filters["grow"] = Environment.Filter(needsContext: true) { value, arguments, _ in
            let list = arguments.positional.first?.list
            if let list, list.items.count < 6 { list.items.append(.int(list.items.count)) }
            return value
        }
        let resolver = DictionaryResolver([:])
        func render(_ text: String) throws -> String {
            try Renderer(resolver: resolver).render(Template(text, environment: environment)).string
        }
        for use in ["list|join", "join", "map('string')|unique|join", "batch(9)|first|join"] {
            #expect(try render("{% set l = [0] %}{{ l|map('grow', l)|\(use) }}") == "012345", "\(use)")
        }
        #expect(try render("{% set l = [0] %}{{ l|map('grow', l)|sum }}{{ l|map('grow', l)|max }}") == "155")
    }

    /// A generator that feeds another one gives an item and waits: errors come in the order of the items.
    @Test func itemsGoThroughAllGeneratorsOneAtATime() throws {
        let error = #expect(throws: TemplateError.self) {
            try render("{{ [{'a': 1}, {'a': 'x'}, 5]|map(attribute='a')|map('abs')|list }}")
        }
        #expect(error?.message == "bad operand type for abs(): 'str'")
        #expect(try render("{{ []|map('round', 1, 2, 3, 4)|list }}") == "[]")
        #expect(throws: TemplateError.self) { try render("{{ [1]|map('round', 1, 2, 3, 4)|list }}") }
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
