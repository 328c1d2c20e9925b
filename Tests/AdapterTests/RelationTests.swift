import Adapter
import Diagnostics
import Testing

@Suite struct RelationTests {
    private let relation = Relation(database: "db", schema: "s", identifier: "x", type: .table)

    @Test func rendersByPolicy() {
        #expect(relation.render() == #""db"."s"."x""#)
        var unquoted = relation
        unquoted.quotePolicy = .init(database: false, schema: true, identifier: false)
        unquoted.includePolicy.database = false
        #expect(unquoted.render() == #""s".x"#)
        #expect(relation.withoutIdentifier.render() == #""db"."s""#)
        #expect(Relation.ephemeral(identifier: "e").render() == "__dbt__cte__e")
    }

    @Test func limitsAndFiltersReferences() {
        var limited = relation
        limited.limit = 0
        #expect(limited.text == #"(select * from "db"."s"."x" where false limit 0) _dbt_limit_subq_x"#)
        #expect(limited.render() == #""db"."s"."x""#)
        limited.eventTimeFilter = .init(
            column: "ts", start: "2024-01-02 00:00:00+00:00", end: "2024-01-03 00:00:00+00:00")
        #expect(
            limited.text == #"(select * from (select * from "db"."s"."x" where false limit 0) _dbt_limit_subq_x "#
                + "where ts >= '2024-01-02 00:00:00+00:00' and ts < '2024-01-03 00:00:00+00:00') _dbt_et_filter_subq_x")
    }

    @Test func rendersTheInformationSchema() {
        #expect(relation.informationSchema(view: "columns").render() == #""db".INFORMATION_SCHEMA.columns"#)
        var temporary = relation
        temporary.database = nil
        #expect(temporary.informationSchema(view: "columns").render() == "INFORMATION_SCHEMA.columns")
    }

    @Test func doesNotGuessBetweenCases() throws {
        #expect(try relation.matches(database: "db", schema: nil, identifier: "x"))
        #expect(try !relation.matches(database: "db", schema: "s", identifier: "y"))
        let error = #expect(throws: Diagnostic.self) {
            try relation.matches(database: nil, schema: "S", identifier: "x")
        }
        #expect(error?.message.contains("approximate match") == true)
    }

    @Test func refusesNamesThatPostgresWouldCut() {
        var long = relation
        long.identifier = String(repeating: "x", count: 64)
        #expect(throws: Diagnostic.self) { try long.checkNameLength() }
        #expect(long.identifier(withSuffix: "__dbt_tmp").count == 63)
        long.type = nil
        #expect(throws: Never.self) { try long.checkNameLength() }
    }

    @Test func readsColumnTypes() throws {
        let column = try DatabaseColumn(name: "a", description: "character varying(10)")
        #expect(column.dataType == "character varying(10)")
        #expect(column.isString && !column.isNumber)
        let number = try DatabaseColumn(name: "n", description: "numeric(10,2)")
        #expect(number.dataType == "numeric(10,2)")
        #expect(DatabaseColumn(name: "t", dtype: "text").dataType == "text")
        #expect(DatabaseColumn(name: "t", dtype: "varchar").dataType == "character varying(256)")
        #expect(try column.canExpand(to: DatabaseColumn(name: "a", dtype: "text")))
        #expect(DatabaseColumn.translateType("String") == "TEXT")
        #expect(throws: Diagnostic.self) { try DatabaseColumn(name: "n", description: "numeric(a)") }
    }
}

@Suite struct RelationCacheTests {
    private func relation(_ name: String, _ type: RelationType = .view) -> Relation {
        Relation(database: "db", schema: "S", identifier: name, type: type)
    }

    @Test func dropsWhatACascadeTakesAlong() {
        let cache = RelationCache()
        for name in ["a", "b", "c", "d"] { cache.add(relation(name)) }
        cache.addLink(from: relation("b"), to: relation("a"))
        cache.addLink(from: relation("c"), to: relation("b"))
        cache.drop(relation("A"))
        #expect(cache.relations(database: "DB", schema: "s").map(\.identifier) == ["d"])
        #expect(cache.knows(database: "db", schema: "s"))
        cache.drop(relation("unknown"))
    }

    @Test func keepsLinksThroughARename() throws {
        let cache = RelationCache()
        cache.add(relation("a", .table))
        cache.add(relation("v"))
        cache.addLink(from: relation("v"), to: relation("a"))
        try cache.rename(relation("a"), to: relation("a__dbt_backup"))
        try cache.rename(relation("a__dbt_tmp"), to: relation("a"))
        #expect(cache.relations(database: "db", schema: "s").map(\.identifier) == ["a__dbt_backup", "v", "a"])
        #expect(cache.relations(database: "db", schema: "s")[0].type == .table)
        cache.drop(relation("a__dbt_backup"))
        #expect(cache.relations(database: "db", schema: "s").map(\.identifier) == ["a"])
        cache.add(relation("b"))
        #expect(throws: Diagnostic.self) { try cache.rename(relation("b"), to: relation("a")) }
    }

    @Test func ignoresLinksOutOfUnknownSchemas() {
        let cache = RelationCache()
        cache.add(relation("v"))
        cache.addLink(from: relation("v"), to: Relation(database: "db", schema: "raw", identifier: "t"))
        #expect(!cache.knows(database: "db", schema: "raw"))
        cache.dropSchema(database: "db", schema: "s")
        #expect(cache.relations(database: "db", schema: "s").isEmpty)
    }
}
