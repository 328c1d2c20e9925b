import Diagnostics
import TemplateLibrary
import Testing

@Suite struct BlockSplitterTests {
    private func split(_ text: String, into types: Set<String> = TemplateBlock.macroTypes) throws -> [String] {
        let source = SourceText(path: "macros/a.sql", text)
        return try BlockSplitter.split(source, into: types).map { block in
            "\(block.type ?? "text") \(block.name ?? "-") [\(source.text(block.contents))] [\(source.text(block.full))]"
        }
    }

    @Test func splitsAMacroFromTheTextAroundIt() throws {
        #expect(
            try split("before{% macro a() %}x{% endmacro %}after") == [
                "text - [before] [before]", "macro a [x] [{% macro a() %}x{% endmacro %}]", "text - [after] [after]",
            ])
    }

    @Test func tellsOfTagsOutsideOfBlocks() throws {
        let text = "{% set x = 1 %}{% macro a() %}{% set y = 2 %}{% endmacro %}{{ x }}{% if x %}{% endif %}"
        var warnings: [Diagnostic] = []
        _ = try BlockSplitter.split(SourceText(path: "macros/a.sql", text)) { warnings.append($0) }
        #expect(
            warnings.map(\.message)
                == ["set", "if", "endif"].map {
                    "Found unexpected '\($0)' block tag. in file `macros/a.sql`"
                })
    }

    @Test func aMinusTakesTheWhiteSpaceIntoTheBlock() throws {
        #expect(
            try split("a\n  {%- macro a() -%}\n x \n{%- endmacro -%}\n\nb") == [
                "text - [a] [a]", "macro a [x] [\n  {%- macro a() -%}\n x \n{%- endmacro -%}\n\n]", "text - [b] [b]",
            ])
    }

    @Test(arguments: [
        "{% macro a(b='}}', c=\"{% endmacro %}\") %}", "{% macro a() %}{% raw %}{% endmacro %}{% endraw %}",
        "{% macro a() %}{# {% endmacro %} #}", "{% macro a() %}{{ '{% endmacro %}' }}", "{% macro\u{A0}a() +%}'",
    ])
    func stringsCommentsAndRawBlocksHideTags(opening: String) throws {
        let blocks = try split(opening + "{% endmacro %}")
        #expect(blocks.count == 1)
        #expect(blocks[0].hasSuffix("[\(opening){% endmacro %}]"))
    }

    @Test(arguments: [
        ("{# é {% macro a() %}", "unexpected EOF, expected #}, got \" é {% macro a() %}\""),
        ("{{ 'unclosed }}", "unexpected EOF, expected string, got \"'unclosed }}\""),
        ("{% set x = 1", "unexpected EOF, expected tag close (\"%}\"), got \" = 1\""),
        ("\n{% macro a() %}", "Reached EOF without finding a close tag for macro (searched from line 2)"),
        (
            "é{% if x %}{% macro a() %}",
            "Got a block definition inside control flow at 1:11. All dbt block definitions must be at the top level"
        ),
        ("{% endif %}", "Got an unexpected control flow end tag, got endif but never saw a preceeding if (@ 1:0)"),
        (
            "{% if x %}{% endfor %}",
            "Got an unexpected control flow end tag, got endfor but expected endif next (@ 1:10)"
        ),
        (
            "é{% macro a() %}{% test b() %}",
            "Got nested tags: macro (started at 1) did not have a matching {{% endmacro %}} before a subsequent test "
                + "was found (started at 16)"
        ),
    ])
    func reportsWhatDbtReports(text: String, message: String) {
        #expect(throws: (any Error).self) { try split(text) }
        do { _ = try split(text) } catch { #expect((error as? Diagnostic)?.message == message) }
    }
}
