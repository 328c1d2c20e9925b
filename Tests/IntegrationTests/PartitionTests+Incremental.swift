import Foundation
import Testing

/// Rows that are added to partitioned tables.
extension PartitionTests {
    static func incremental(_ config: String, source: String = "raw") -> String {
        """
        {{ config(materialized='incremental', partition_by={'field': 'day'}, cluster_by='customer'\(config)) }}
        select * from {{ target.schema }}.\(source)
        """
    }

    func fill(_ project: TestProject, _ rows: String) throws {
        let schema = project.schema
        _ = try project.query(
            "create schema if not exists \(schema); drop table if exists \(schema).raw; create table \(schema).raw as \(rows)"
        )
    }

    @Test func insertOverwriteReplacesThePartitionsOfTheNewRowsOnly() throws {
        let project = try project([
            "models/fct.sql": Self.incremental(
                ", incremental_strategy='insert_overwrite', indexes=[{'columns': ['id'], 'name': 'by_id'}]"),
            "models/reader.sql": "select * from {{ ref('fct') }}",
        ])
        try fill(project, Self.rows)
        try run(project)
        let untouched = ["fct\\_\\_p20240101%", "fct\\_\\_p20240103%", "fct\\_\\_pdefault%"]
        let before = try untouched.map { try files(project, $0) }
        let replaced = try files(project, "fct\\_\\_p20240102%")

        try fill(
            project,
            """
            select g as id, date '2024-01-02' as day, g % 3 as customer, 'new' as note from generate_series(1, 5) as g
            union all select 6, '2024-02-01', 1, 'new'
            """)
        #expect(try run(project).contains("INSERT 0 6"))
        #expect(
            try partitions(project, "fct") == """
                fct__p20240101 FOR VALUES FROM ('2024-01-01') TO ('2024-01-02') 10
                fct__p20240102 FOR VALUES FROM ('2024-01-02') TO ('2024-01-03') 5
                fct__p20240103 FOR VALUES FROM ('2024-01-03') TO ('2024-01-04') 10
                fct__p20240201 FOR VALUES FROM ('2024-02-01') TO ('2024-02-02') 1
                fct__pdefault DEFAULT 1
                """)
        #expect(try untouched.map { try files(project, $0) } == before)
        #expect(try files(project, "fct\\_\\_p20240102%") != replaced)
        let schema = project.schema
        #expect(try project.query("select count(*) from \(schema).reader") == "27", "the view is still there")
        // The new partition has all that the others have.
        #expect(
            try project.query(
                """
                select string_agg(pg_get_indexdef(indexrelid) || indisclustered, ' ' order by indexrelid::regclass::text)
                from pg_index where indrelid = '\(schema).fct__p20240102'::regclass
                """)
                == "CREATE INDEX fct__p20240102_customer_idx ON \(schema).fct__p20240102 USING btree (customer)true "
                + "CREATE INDEX fct__p20240102_id_idx ON \(schema).fct__p20240102 USING btree (id)false")
        // Once more: the same rows, and no others.
        try run(project)
        #expect(try project.query("select count(*) from \(schema).fct") == "27")
        // Rows without a day replace those.
        try fill(project, "select 7 as id, null::date as day, 1 as customer, 'new' as note")
        try run(project)
        #expect(try project.query("select string_agg(id::text, ',') from \(schema).fct__pdefault") == "7")
        // None change nothing.
        try fill(project, "select 7 as id, null::date as day, 1 as customer, 'new' as note where false")
        #expect(try run(project).contains("INSERT 0 0"))
        #expect(try project.query("select count(*) from \(schema).fct") == "27")
        // What reads a partition by its name is not dropped with it.
        _ = try project.query("create view \(schema).theirs as select * from \(schema).fct__p20240103")
        try fill(project, "select 1 as id, date '2024-01-03' as day, 1 as customer, 'new' as note")
        #expect(try run(project, succeeds: false).contains("view \(schema).theirs depends on table"))
        #expect(try project.query("select count(*) from \(schema).theirs") == "10")
        _ = try project.query("drop view \(schema).theirs")
        // And the table can be built anew.
        try run(project, "--full-refresh")
        #expect(
            try partitions(project, "fct")
                == "fct__p20240103 FOR VALUES FROM ('2024-01-03') TO ('2024-01-04') 1\nfct__pdefault DEFAULT 0")
    }

    @Test(arguments: ["append", "delete+insert", "merge"])
    func otherStrategiesMakeTheMissingPartitions(strategy: String) throws {
        let project = try project([
            "models/fct.sql": Self.incremental(", incremental_strategy='\(strategy)', unique_key='id'")
        ])
        try fill(project, Self.rows)
        try run(project)
        try fill(project, "select 1 as id, date '2024-01-05' as day, 9 as customer, 'late' as note")
        try run(project)
        #expect(
            try partitions(project, "fct")?.contains(
                "fct__p20240105 FOR VALUES FROM ('2024-01-05') TO ('2024-01-06') 1") == true)
        let schema = project.schema
        #expect(try project.query("select count(*) from \(schema).fct") == (strategy == "append" ? "32" : "31"))
        #expect(
            try project.query(
                "select indisclustered from pg_index where indrelid = '\(schema).fct__p20240105'::regclass") == "t")
    }

    @Test func rowsThatSomebodyElseLeftInTheDefaultPartitionMoveToTheirOwn() throws {
        let project = try project(["models/fct.sql": Self.incremental(", incremental_strategy='append'")])
        try fill(project, Self.rows)
        try run(project)
        let schema = project.schema
        _ = try project.query("insert into \(schema).fct values (100, '2024-03-01', 1, 'by hand')")
        try fill(project, "select 101 as id, date '2024-03-01' as day, 1 as customer, 'ours' as note")
        try run(project)
        #expect(
            try project.query("select string_agg(id::text, ',' order by id) from \(schema).fct__p20240301") == "100,101"
        )
        #expect(try project.query("select count(*) from \(schema).fct__pdefault") == "1")

        _ = try project.query("insert into \(schema).fct values (102, '2024-03-02', 1, 'by hand')")
        try project.write("models/fct.sql", Self.incremental(", incremental_strategy='insert_overwrite'"))
        try fill(project, "select 103 as id, date '2024-03-02' as day, 1 as customer, 'ours' as note")
        try run(project)
        #expect(
            try project.query("select string_agg(id::text, ',') from \(schema).fct where day = '2024-03-02'") == "103")
        #expect(try project.query("select count(*) from \(schema).fct__pdefault") == "1")
    }

    @Test func batchesOfAMicrobatchModelMakeTheirPartitions() throws {
        let project = try project([
            "models/fct.sql": """
            {{ config(materialized='incremental', incremental_strategy='microbatch', unique_key='id', event_time='day',
                batch_size='day', begin='2024-01-01', lookback=1, partition_by={'field': 'day'}) }}
            select * from {{ ref('rows') }}
            """,
            "models/rows.sql": "{{ config(event_time='day') }} \(Self.rows)",
        ])
        for _ in 1...2 {
            try run(project, "--event-time-start", "2024-01-01", "--event-time-end", "2024-01-04")
            #expect(
                try partitions(project, "fct")?.split(separator: "\n").map { $0.suffix(3) } == [
                    " 10", " 10", " 10", "T 0",
                ])
        }
    }

    @Test func unloggedTablesHaveUnloggedPartitions() throws {
        let project = try project([
            "models/fct.sql": """
            {{ config(materialized='incremental', incremental_strategy='insert_overwrite', unlogged=true, partition_by={'field': 'day'}) }}
            \(Self.rows)
            """
        ])
        for _ in 1...2 {
            try run(project)
            #expect(
                try project.query(
                    "select string_agg(relpersistence, '' order by relname) from pg_class where relname like 'fct\\_\\_p%'"
                        + " and relnamespace = '\(project.schema)'::regnamespace and relkind = 'r'") == "uuuu")
        }
    }

    @Test func theDocsKnowTheTableAndNotItsPartitions() throws {
        let project = try project([
            "models/fct.sql": "{{ config(materialized='table', partition_by={'field': 'day'}) }} \(Self.rows)"
        ])
        try run(project)
        #expect(try project.start("docs", "generate").finish().status == 0)
        let nodes = try #require(try project.document("target/catalog.json")["nodes"] as? [String: [String: Any]])
        #expect(Array(nodes.keys) == ["model.p.fct"])
        #expect((nodes["model.p.fct"]?["metadata"] as? [String: Any])?["type"] as? String == "BASE TABLE")
    }

    @Test func anotherLayoutAsksForAFullRefresh() throws {
        let project = try project(["models/fct.sql": Self.incremental("")])
        try fill(project, Self.rows)
        try run(project)
        let schema = project.schema
        for change in ["{'field': 'day', 'granularity': 'month'}", "{'field': 'id', 'type': 'list'}", "none"] {
            try project.write(
                "models/fct.sql",
                "{{ config(materialized='incremental', partition_by=\(change)) }} select * from {{ target.schema }}.raw"
            )
            let output = try run(project, succeeds: false)
            #expect(output.contains("[partition-changed]") && output.contains("--full-refresh"), "\(output)")
            #expect(output.contains("--> models/fct.sql:1:39") && !output.contains("in macro"), "\(output)")
            #expect(try project.query("select count(*) from \(schema).fct") == "31")
            try run(project, "--full-refresh")
            try run(project)
            #expect(try project.query("select count(*) from \(schema).fct") == "62")
            try run(project, "--full-refresh")
        }
        #expect(try kind(project, "fct") == "r")
        try project.write("models/fct.sql", Self.incremental(""))
        #expect(
            try run(project, succeeds: false).contains(
                "is not partitioned, but the model asks for partition_by: day, day"))
    }

    @Test func columnsMayBeAddedToAPartitionedTable() throws {
        let project = try project([
            "models/fct.sql": Self.incremental(
                ", incremental_strategy='insert_overwrite', on_schema_change='append_new_columns'")
        ])
        try fill(project, Self.rows)
        try run(project)
        try fill(project, "select 1 as id, date '2024-01-02' as day, 1 as customer, 'n' as note, 5 as \"New's\"")
        try run(project)
        let schema = project.schema
        #expect(try project.query("select sum(\"New's\") || ' ' || count(*) from \(schema).fct") == "5 22")
    }
}
