import SQLText
import Testing

@Suite struct SQLTests {
    @Test func splitsStatementsAtTheirSemicolonsOnly() {
        #expect(
            SQL.statements(in: " select ';' ; -- ; \n; do $$ begin; end $$;select 2 -- end\n") == [
                "select ';'", "do $$ begin; end $$", "select 2",
            ])
    }

    @Test func keepsAtomicFunctionBodiesWhole() {
        let function = "create function f() returns int begin atomic select case when true then 1 end; end"
        #expect(SQL.statements(in: function + "; select 1") == [function, "select 1"])
    }

    @Test(arguments: [("", true), (" ;\n", true), ("-- a\n/* b */;", true), ("-- a\nselect 1", false), ("-1", false)])
    func knowsEmptySQL(sql: String, isEmpty: Bool) {
        #expect(SQL.isEmpty(sql) == isEmpty)
    }

    @Test(arguments: [
        ("select 1 as v); drop table x; create table y as (select 1", 13), ("select (1);", nil),
        ("select ')' -- );\n", nil),
        ("select 1)", nil), ("select 1);", nil),
    ])
    func findsSQLThatLeavesTheStatementAroundIt(sql: String, offset: Int?) {
        #expect(SQL.breakout(in: Array(sql.utf8)) == offset)
    }

    @Test func quotesNamesAndTexts() {
        #expect(SQL.quotedIdentifier(#"a"b"#) == #""a""b""#)
        #expect(SQL.literal("it's") == "'it''s'")
        #expect(SQL.literal(#"a\'b"#) == #"E'a\\''b'"#)
    }

    @Test func putsTheQueryCommentWhereDbtPutsIt() {
        #expect(SQL.adding(comment: " c ", to: "select 1") == "/* c */\nselect 1")
        #expect(SQL.adding(comment: "c", to: "select 1;\n", appending: true) == "select 1\n/* c */;")
        #expect(SQL.adding(comment: "c", to: "select 1 ", appending: true) == "select 1\n/* c */")
        #expect(SQL.adding(comment: " ", to: "select 1") == "select 1")
    }

    @Test func replacesCommentsButNotInStrings() {
        let stripped = SQL.removingComments(from: Array("a/*b*/c '--' --d".utf8))
        #expect(String(decoding: stripped, as: UTF8.self) == "a c '--'  ")
    }

    /// Recorded from dbt-core 1.11.16 (`dbt.compilation.inject_ctes_into_sql`); the last one is ours: dbt breaks it.
    @Test(arguments: [
        ("select 1", "with E1,  E2 select 1"),
        ("\n\n  select 1\n", "\n\n  with E1,  E2 select 1\n"),
        ("-- c\nselect 1", "with E1,  E2 -- c\nselect 1"),
        ("\n-- c\nwith a as (select 1) select * from a", "\n-- c\nwith  E1,  E2, a as (select 1) select * from a"),
        ("with recursive a as (select 1) select 1", "with recursive  E1,  E2, a as (select 1) select 1"),
        ("/* x */ WITH  RECURSIVE a as (select 1)", "/* x */ WITH  RECURSIVE  E1,  E2, a as (select 1)"),
        ("(with a as (select 1) select 1)", "with E1,  E2 (with a as (select 1) select 1)"),
        ("with /* c */ recursive a as (select 1)", "with /* c */ recursive  E1,  E2, a as (select 1)"),
    ])
    func injectsCommonTables(sql: String, expected: String) {
        let tables = [
            CommonTable(name: "__dbt__cte__e1", query: Array("select 1".utf8)),
            CommonTable(name: "__dbt__cte__e2", query: Array("select 2".utf8)),
        ]
        let result = SQL.insertion(of: tables, into: Array(sql.utf8)).applied(to: Array(sql.utf8))
        let text = expected.replacing("E1", with: "__dbt__cte__e1 as (\nselect 1\n)")
            .replacing("E2", with: "__dbt__cte__e2 as (\nselect 2\n)")
        #expect(String(decoding: result, as: UTF8.self) == text)
    }
}
