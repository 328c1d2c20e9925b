import DocsSite
import Formats
import Testing

@Suite struct ChartRequestTests {
    /// The request of one chart over a model `m` with the relation `"db"."s"."m"`.
    private func request(_ chart: String) throws -> ChartRequest {
        let manifest = try JSON.parse(
            #"""
            {"nodes": {"model.p.m": {"name": "m", "resource_type": "model", "relation_name": "\"db\".\"s\".\"m\""}},
             "sources": {"source.p.q.checks": {"name": "checks", "source_name": "q", "relation_name": "\"db\".\"l\".\"checks\""}},
             "exposures": {"exposure.p.e": {"meta": {}, "config": {"meta": {"charts": [\#(chart)]}}}}}
            """#)
        return try #require(ChartRequest.all(in: manifest).first)
    }

    @Test(arguments: [
        (
            #"{"kind": "line", "model": "m", "x": "day", "y": ["a", "b"]}"#,
            "select \"day\", \"a\", \"b\"\nfrom \"db\".\"s\".\"m\"\norder by 1, 2\nlimit 5000"
        ),
        (
            #"{"kind": "bar", "model": "m", "x": "category", "y": "revenue", "aggregate": "sum"}"#,
            "select \"category\", sum(\"revenue\") as \"revenue\"\nfrom \"db\".\"s\".\"m\"\ngroup by \"category\"\n"
                + "order by 2 desc, 1\nlimit 5000"
        ),
        (
            #"{"kind": "bar", "model": "m", "x": "tier", "aggregate": "count", "where": "tier <> 'x'"}"#,
            "select \"tier\", count(*) as count\nfrom \"db\".\"s\".\"m\"\nwhere tier <> 'x'\ngroup by \"tier\"\n"
                + "order by 2 desc, 1\nlimit 5000"
        ),
        (
            #"{"kind": "heat_map", "model": "m", "x": "hour", "y": "day", "value": "orders", "order_by": "dow"}"#,
            "select \"hour\", \"day\", \"orders\"\nfrom \"db\".\"s\".\"m\"\norder by dow\nlimit 5000"
        ),
        (
            #"{"kind": "table", "model": "m", "columns": ["a", "B\"c"], "order_by": "a desc", "limit": 15}"#,
            "select \"a\", \"B\"\"c\"\nfrom \"db\".\"s\".\"m\"\norder by a desc\nlimit 15"
        ),
        (
            #"{"kind": "big_number", "model": "m", "value": "orders"}"#,
            "select \"orders\"\nfrom \"db\".\"s\".\"m\"\nlimit 1"
        ),
        (
            #"{"kind": "big_number", "source": "q.checks", "value": "failures"}"#,
            "select \"failures\"\nfrom \"db\".\"l\".\"checks\"\nlimit 1"
        ),
        (#"{"kind": "table", "query": "select 1"}"#, "select 1"),
    ])
    func theQueryOfAChart(_ chart: String, _ sql: String) throws {
        #expect(try request(chart).sql == sql)
    }

    @Test(arguments: [
        (#"{"kind": "line"}"#, "neither a model, a source nor a query"), (#"{"model": "gone"}"#, "\"gone\""),
        (#"{"source": "q.gone"}"#, "\"q.gone\""),
        (#"{"model": "m", "aggregate": "median"}"#, "\"median\""),
    ])
    func aChartWithoutAQuerySaysWhy(_ chart: String, _ words: String) throws {
        let request = try request(chart)
        #expect(request.sql == nil)
        #expect(request.problem?.contains(words) == true)
    }

    @Test func answersAndFailuresBecomeChartsOfTheirExposure() throws {
        let requests = [
            try request(#"{"kind": "table", "title": "A", "query": "select 1"}"#),
            try request(#"{"kind": "table", "title": "B", "query": "select oops"}"#),
        ]
        let document = ChartRequest.document(requests) { _, sql in
            sql == "select 1" ? .rows(columns: ["one"], [[1]]) : .failure("no such column")
        }
        let charts = try #require(document["exposure.p.e"]?.list)
        #expect(charts[0]["rows"] == .list([.list([1])]))
        #expect(charts[0]["title"] == "A")
        #expect(charts[1]["error"] == "no such column")
    }

    @Test func failingTestsAreAskedForSomeOfTheirRows() throws {
        let results = try JSON.parse(
            #"""
            {"results": [
              {"unique_id": "test.p.bad", "status": "fail", "compiled_code": "select 1 -- one"},
              {"unique_id": "test.p.good", "status": "pass", "compiled_code": "select 2"},
              {"unique_id": "unit_test.p.u", "status": "fail", "compiled_code": "select 3"},
              {"unique_id": "test.p.warned", "status": "warn", "compiled_code": "select 4"}]}
            """#)
        let document = FailingRows.document(FailingRows.all(in: results)) { sql in
            sql.hasPrefix("select * from (\nselect 1 -- one\n)") ? .rows(columns: ["n"], [[1]]) : .failure("too slow")
        }
        #expect(document == .mapping(["test.p.bad": .mapping(["columns": .list(["n"]), "rows": .list([.list([1])])])]))
    }

    @Test func relationsHaveTheSizesThatTheServerTells() throws {
        let manifest = try JSON.parse(
            #"""
            {"nodes": {
               "model.p.a": {"resource_type": "model", "schema": "it's", "alias": "x"},
               "test.p.t": {"resource_type": "test", "schema": "audit", "alias": "t"}},
             "sources": {"source.p.s.b": {"resource_type": "source", "schema": "raw", "identifier": "b"}}}
            """#)
        #expect(RelationSizes.query(for: manifest)?.contains("n.nspname in ('it''s', 'raw')") == true)
        let rows: [[DataValue]] = [["it's", "x", 12, 8192], ["raw", "b", -1, 100], ["raw", "other", 1, 1]]
        let sizes = try #require(RelationSizes.document(for: manifest, .rows(columns: [], rows)))
        #expect(sizes["model.p.a"]?.list?.map { $0["value"] } == [12, 8192])
        #expect(sizes["source.p.s.b"]?.list?.map { $0["id"] } == ["size"])
        #expect(sizes.mapping?.count == 2)
    }
}
