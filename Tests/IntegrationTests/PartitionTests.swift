import Foundation
import Testing

/// Tables with `partition_by` and `cluster_by`.
@Suite(.enabled(if: BuiltProgram.hasServer && BuiltProgram.isUsable))
struct PartitionTests {
    /// 30 rows over three days and one without a day.
    static let rows = """
        select g as id, date '2024-01-01' + (g % 3) as day, (g * 7) % 10 as customer, 'x' || g as note
        from generate_series(1, 30) as g union all select 31, null, 0, 'lost'
        """

    func project(_ files: [String: String], isOn: Bool = true) throws -> TestProject {
        try TestProject(files.merging(["martlet.yml": "partitioning: \(isOn)\n"]) { $1 })
    }

    @discardableResult
    func run(_ project: TestProject, _ arguments: String..., succeeds: Bool = true) throws -> String {
        let (status, output) = try project.start(["run"] + arguments).finish()
        #expect((status == 0) == succeeds, "\(output)")
        return output
    }

    /// The partitions of a table with their bounds and numbers of rows, in the order of their names.
    func partitions(_ project: TestProject, _ table: String) throws -> String? {
        try project.query(
            """
            set timezone = 'UTC';
            select string_agg(
                relname || ' ' || pg_get_expr(relpartbound, pg_class.oid) || ' '
                    || (xpath('/row/c/text()', query_to_xml('select count(*) as c from ' || pg_class.oid::regclass, false, true, '')))[1]::text,
                E'\\n' order by relname)
            from pg_inherits join pg_class on pg_class.oid = inhrelid
            where inhparent = '\(project.schema).\(table)'::regclass
            """)
    }

    func kind(_ project: TestProject, _ table: String) throws -> String? {
        try project.query("select relkind from pg_class where oid = '\(project.schema).\(table)'::regclass")
    }

    /// The files of all partitions and of their indexes: they stay as long as nobody touches the partition.
    func files(_ project: TestProject, _ pattern: String) throws -> String? {
        try project.query(
            """
            select string_agg(relname || relfilenode, ' ' order by relname) from pg_class
            where relnamespace = '\(project.schema)'::regnamespace and relkind in ('r', 'i') and relname like '\(pattern)'
            """)
    }

    // MARK: Tables

    /// Rows that do not fit into the memory of one sort, of days that come one after the other and overlap: they are sorted
    /// batch by batch, and none is lost or lies in the wrong place.
    @Test func aTableBiggerThanTheMemoryForSortingIsFilledInBatches() throws {
        let project = try project([
            "models/big.sql": """
            {{ config(materialized='table', partition_by='day', cluster_by='customer') }}
            select g as id, (g * 7919) % 40009 as customer, repeat('x', 1800) as filler,
                case when g % 1000 > 0 then date '2024-01-01' + (g + g % 10 * 300) / 5000 end as day
            from generate_series(1, 40000) as g
            """
        ])
        #expect(try run(project).contains("INSERT 0 40000"))
        let table = "\(project.schema).big"
        #expect(
            try project.query("select concat_ws(' ', count(*), count(distinct id), count(day)) from \(table)")
                == "40000 40000 39960")
        #expect(
            try project.query(
                """
                select concat_ws(' ', count(distinct tableoid), count(*) filter (where customer < previous))
                from (
                    select tableoid, customer, lag(customer) over (partition by tableoid order by ctid) as previous from \(table)
                ) as rows
                """) == "10 0")
    }

    @Test func aTableHasAPartitionForEachDayAndOneForTheRest() throws {
        let project = try project([
            "models/fct.sql": """
            {{ config(materialized='table', partition_by={'field': 'DAY', 'data_type': 'date'}, cluster_by='customer') }}
            \(Self.rows)
            """
        ])
        #expect(try run(project).contains("INSERT 0 31"))
        let expected = """
            fct__p20240101 FOR VALUES FROM ('2024-01-01') TO ('2024-01-02') 10
            fct__p20240102 FOR VALUES FROM ('2024-01-02') TO ('2024-01-03') 10
            fct__p20240103 FOR VALUES FROM ('2024-01-03') TO ('2024-01-04') 10
            fct__pdefault DEFAULT 1
            """
        #expect(try partitions(project, "fct") == expected)
        #expect(try kind(project, "fct") == "p")
        let plan = try project.query(
            "explain (format json) select * from \(project.schema).fct where day = date '2024-01-02'")
        #expect(plan?.contains("fct__p20240102") == true && plan?.contains("fct__p20240101") == false, "\(plan ?? "")")

        try run(project)
        #expect(try partitions(project, "fct") == expected, "a rebuild ends with the same names")
        #expect(
            try project.query(
                """
                select string_agg(relname, ' ') from pg_class
                where relnamespace = '\(project.schema)'::regnamespace and relname like '%dbt%'
                """) == nil)
    }

    @Test func rowsLieInTheOrderOfTheClusterColumns() throws {
        let project = try project([
            "models/fct.sql": """
            {{ config(materialized='table', partition_by={'field': 'day'}, cluster_by=['customer', 'id']) }}
            \(Self.rows)
            """,
            "models/plain.sql": """
            {{ config(materialized='table', cluster_by=['customer', 'id'], indexes=[{'columns': ['customer', 'id']}]) }}
            \(Self.rows)
            """,
        ])
        for _ in 1...2 {
            try run(project)
            for table in ["fct", "plain"] {
                let isOrdered = try project.query(
                    """
                    select bool_and(place = wanted) from (
                        select row_number() over (partition by tableoid order by ctid) as place,
                            row_number() over (partition by tableoid order by customer, id) as wanted
                        from \(project.schema).\(table)) as rows
                    """)
                #expect(isOrdered == "t")
            }
            #expect(
                try project.query(
                    """
                    select string_agg(indrelid::regclass::text || ' ' || pg_get_indexdef(indexrelid, 1, true), ' ' order by 1)
                        filter (where indisclustered and indrelid::regclass::text like '%plain') || count(*)
                    from pg_index where indrelid::regclass::text like '%\(project.schema)%'
                      and indrelid in (select oid from pg_class where relkind = 'r')
                    """) == "\(project.schema).plain customer5", "four partitions and the plain table, an index each")
            #expect(
                try project.query(
                    """
                    select count(*) from pg_index
                    where indisclustered and indrelid::regclass::text like '%\(project.schema)%'
                    """) == "5")
        }
    }

    @Test func aTableMayChangeBetweenPlainAndPartitioned() throws {
        let model = { (config: String) in "{{ config(materialized='table'\(config)) }}\n\(Self.rows)" }
        let project = try project(["models/fct.sql": model("")])
        try run(project)
        #expect(try kind(project, "fct") == "r")
        try project.write("models/fct.sql", model(", partition_by={'field': 'day', 'granularity': 'month'}"))
        try run(project)
        #expect(
            try partitions(project, "fct")
                == "fct__p202401 FOR VALUES FROM ('2024-01-01') TO ('2024-02-01') 30\nfct__pdefault DEFAULT 1")
        try project.write("models/fct.sql", model(", partition_by={'field': 'customer', 'type': 'hash', 'modulus': 2}"))
        try run(project)
        #expect(try partitions(project, "fct")?.contains("fct__p1 FOR VALUES WITH (modulus 2, remainder 1)") == true)
        try project.write("models/fct.sql", model(""))
        try run(project)
        #expect(try kind(project, "fct") == "r")
        try project.write("models/fct.sql", "{{ config(materialized='view') }}\n\(Self.rows)")
        try run(project)
        #expect(try kind(project, "fct") == "v")
        let left = try project.query(
            "select count(*) from pg_class where relnamespace = '\(project.schema)'::regnamespace and relname <> 'fct'")
        #expect(left == "0")
    }

    @Test(arguments: [
        (
            "{'field': 'at', 'data_type': 'timestamp', 'granularity': 'hour'}",
            "t__p2024022923 FOR VALUES FROM ('2024-02-29 23:00:00') TO ('2024-03-01 00:00:00') 1"
        ),
        ("{'field': 'at', 'granularity': 'week'}", "t__p2024w09 FOR VALUES FROM ('2024-02-26 00:00:00')"),
        (
            "{'field': 'at', 'granularity': 'quarter'}",
            "t__p2024q1 FOR VALUES FROM ('2024-01-01 00:00:00') TO ('2024-04-01"
        ),
        ("{'field': 'at', 'granularity': 'year'}", "t__p2024 FOR VALUES FROM ('2024-01-01 00:00:00') TO ('2025-01-01"),
        (
            "{'field': 'atz', 'data_type': 'timestamptz'}",
            "t__p20240229 FOR VALUES FROM ('2024-02-29 00:00:00+00') TO ('2024-03-01"
        ),
        (
            "{'field': 'n', 'data_type': 'int64', 'range': {'start': -100, 'end': 55, 'interval': 50}}",
            """
            t__p0 FOR VALUES FROM (0) TO (50) 1
            t__p50 FOR VALUES FROM (50) TO (55) 1
            t__pdefault DEFAULT 2
            t__pm100 FOR VALUES FROM ('-100') TO ('-50') 1
            """
        ),
        (
            "{'field': 'word', 'type': 'list'}",
            """
            t__pdefault DEFAULT 1
            t__pdefault_c21f969b FOR VALUES IN ('default') 1
            t__po_brien_x_d50286c8 FOR VALUES IN ('O''Brien __ x') 2
            t__pplain FOR VALUES IN ('plain') 1
            """
        ),
    ])
    func partitionsFollowTheType(spec: String, expected: String) throws {
        let project = try project([
            "models/t.sql": """
            {{ config(materialized='table', partition_by=\(spec)) }}
            select * from (values
                (timestamp '2024-02-29 23:59:59', timestamptz '2024-02-29 23:59:59+00', -100, 'plain'),
                ('infinity', '2024-03-01 00:00+00', 49, 'O''Brien __ x'), (null, 'infinity', 54, 'O''Brien __ x'),
                ('2023-01-01', '2024-03-01 01:00+02', 55, 'default'),
                ('2023-01-01', '2024-03-01 01:00+02', null, null)
            ) as rows (at, atz, n, word)
            """
        ])
        try run(project)
        let found = try partitions(project, "t") ?? ""
        #expect(found.contains(expected), "\(found)")
    }

    @Test func longNamesOfTablesKeepApart() throws {
        let base = "a_fact_table_with_a_name_that_goes_on_and_on_until_the_limit"
        let config = "{{ config(materialized='table', partition_by={'field': 'day'}) }}\n"
        let project = try project([
            "models/\(base)_1.sql": config + Self.rows, "models/\(base)_2.sql": config + Self.rows,
        ])
        for _ in 1...2 { try run(project) }
        let names = try project.query(
            """
            select count(distinct relname) || ' ' || max(length(relname)) from pg_class
            where relispartition and relnamespace = '\(project.schema)'::regnamespace and relname like '%\\_\\_p%'
            """)
        #expect(names == "8 50")
    }

    @Test func withoutTheSettingTheConfigsMeanNothing() throws {
        let project = try project(
            [
                "models/t.sql": """
                {{ config(materialized='table', partition_by={'field': 'nope', 'odd': 1}, cluster_by='nope') }}
                \(Self.rows)
                """
            ], isOn: false)
        #expect(try run(project).contains("SELECT 31"))
        #expect(try kind(project, "t") == "r")
    }

    @Test func packagesKeepWhatTheyWroteForBigQuery() throws {
        let model =
            "{{ config(materialized='table', partition_by={'field': 'at', 'copy_partitions': true}, cluster_by='x') }} select 1 as x"
        let project = try project([
            "packages.yml": "packages: [{local: q}]\n", "q/dbt_project.yml": "name: q\nversion: '1.0'\n",
            "q/models/t.sql": model,
        ])
        #expect(try project.start("deps").finish().status == 0)
        #expect(try run(project).contains("SELECT 1"))
        #expect(try kind(project, "t") == "r")
    }

    // MARK: What goes with a table

    @Test func contractsDocsGrantsAndHooksWorkOnPartitionedTables() throws {
        let project = try project([
            "models/fct.sql": """
            {{ config(materialized='table', partition_by={'field': 'day'}, post_hook="insert into {{ this }} values (99, '2024-01-01', 5)") }}
            select 5 as customer, 1 as id, date '2024-01-01' as day
            """,
            "models/fct.yml": """
            models:
              - name: fct
                description: "It's a table"
                config: {contract: {enforced: true}, persist_docs: {relation: true, columns: true}, grants: {select: [public]}}
                constraints: [{type: primary_key, columns: [id, day]}]
                columns:
                  - {name: id, data_type: int, description: "The number", constraints: [{type: not_null}]}
                  - {name: day, data_type: date}
                  - {name: customer, data_type: int, constraints: [{type: check, expression: customer > 0}]}
            """,
        ])
        let schema = project.schema
        for _ in 1...2 {
            try run(project)
            #expect(try kind(project, "fct") == "p")
            #expect(
                try project.query(
                    """
                    select string_agg(id || ' ' || customer, ',' order by id) || ' ' || obj_description('\(schema).fct'::regclass)
                        || ' ' || col_description('\(schema).fct'::regclass, 1) || ' '
                        || has_table_privilege('pg_monitor', '\(schema).fct', 'select')
                        || (select string_agg(contype, '' order by contype) from pg_constraint where conrelid = '\(schema).fct'::regclass)
                    from \(schema).fct
                    """) == "1 5,99 5 It's a table The number truecp")
        }
    }

    @Test func aKeyWithoutThePartitionColumnIsExplained() throws {
        let project = try project([
            "models/fct.sql": """
            {{ config(materialized='table', partition_by={'field': 'day'}, indexes=[{'columns': ['id'], 'unique': true}]) }}
            \(Self.rows)
            """
        ])
        let output = try run(project, succeeds: false)
        #expect(output.contains("unique constraint on partitioned table must include all partitioning columns"))
        #expect(output.contains("hint: add the column of partition_by"), "\(output)")
    }

    @Test(arguments: [
        ("{'field': 'days'}", "names the column days, which the query does not have", "did you mean \"day\"?"),
        ("{'field': 'zzzzzz'}", "names the column zzzzzz", "the query has: id, day, customer, note"),
        (
            "{'field': 'day', 'granularty': 'day'}", "`partition_by` has no key `granularty`",
            "did you mean \"granularity\"?"
        ),
        ("{'field': 'note'}", "range partitions need a date", "use type: list or type: hash"),
        ("{'field': 'day', 'data_type': 'timestamp'}", "is timestamp, but day is date", "cast the column"),
        ("{'field': 'customer'}", "of whole numbers needs a `range`", "for example range: {start"),
        ("{'data_type': 'date'}", "`partition_by` needs a `field`", "[partition-invalid]"),
        ("{'field': 'day', 'type': 'hash'}", "`partition_by.modulus` must say", "[partition-invalid]"),
        ("{'field': 'day', 'granularity': 'decade'}", "must be one of: hour, day, week", "[partition-invalid]"),
    ])
    func mistakesAreTold(spec: String, message: String, hint: String) throws {
        let project = try project([
            "models/t.sql": "{{ config(materialized='table', partition_by=\(spec)) }}\n\(Self.rows)"
        ])
        let output = try run(project, succeeds: false)
        #expect(output.contains(message) && output.contains(hint), "\(output)")
        #expect(output.contains("model t (models/t.sql)"))
    }

    @Test func parsingFindsThePlaceOfAMistake() throws {
        let project = try project([
            "models/t.sql": "select 1 as id\n{{ config(materialized='table', partition_by={'feild': 'id'}) }}",
            "models/u.sql": "select 1 as id",
        ])
        let parse = try project.start("parse").finish()
        #expect(parse.status != 0 && parse.output.contains("--> models/t.sql:2:33"), "\(parse.output)")
        try project.write("models/t.sql", "select 1 as id")
        try project.write("models/u.yml", "models:\n  - name: u\n    config: {cluster_by: {a: b}}\n")
        let other = try project.start("parse").finish()
        #expect(other.output.contains("--> models/u.yml:3:14"), "\(other.output)")
    }

    @Test func overwritingNeedsPartitions() throws {
        let project = try project([
            "models/a.sql":
                "{{ config(materialized='incremental', incremental_strategy='insert_overwrite') }} select 1 as x",
            "models/b.sql": """
            {{ config(materialized='incremental', incremental_strategy='insert_overwrite',
                partition_by={'field': 'x', 'type': 'hash', 'modulus': 2}) }} select 1 as x
            """,
        ])
        let output = try run(project, succeeds: false)
        #expect(output.contains("replaces partitions, but the model has none"))
        #expect(output.contains("cannot replace hash partitions"))
        try project.write("martlet.yml", "partitioning: false\n")
        #expect(
            try run(project, "--select", "a", succeeds: false).contains(
                "The incremental strategy 'insert_overwrite' is not valid for this adapter"))
    }

    // MARK: Indexes

    @Test func indexesMayHaveANameColumnsToCarryAConditionAndOperatorClasses() throws {
        let indexes = """
            [{'columns': ['id'], 'unique': true, 'name': 'by_id', 'include': ['customer'], 'where': "note <> 'lost'"},
             {'columns': ['note'], 'name': 'By note', 'opclass': {'note': 'text_pattern_ops'}},
             {'columns': ['customer', 'note'], 'type': 'btree', 'opclass': ['int4_ops', 'text_pattern_ops']}]
            """
        let project = try project(
            [
                "models/t.sql": "{{ config(materialized='table', indexes=\(indexes)) }}\n\(Self.rows)",
                "models/m.sql": """
                {{ config(materialized='materialized_view', indexes=[{'columns': ['id'], 'name': 'm_id', 'include': ['note']}]) }}
                \(Self.rows)
                """,
                "seeds/s.csv": "a\n1\n",
                "dbt_project.yml": """
                name: p
                version: '1.0'
                profile: p
                seeds: {p: {+indexes: [{columns: [a], name: s_a}]}}
                """,
            ], isOn: false)
        let schema = project.schema
        func definitions(_ table: String) throws -> String? {
            try project.query(
                """
                select string_agg(regexp_replace(replace(indexdef, '\(schema).', ''), '"?[0-9a-f]{32}"?', 'HASH'), E'\\n' order by 1)
                from pg_indexes where schemaname = '\(schema)' and tablename = '\(table)'
                """)
        }
        let expected = """
            CREATE INDEX "By note" ON t USING btree (note text_pattern_ops)
            CREATE INDEX HASH ON t USING btree (customer, note text_pattern_ops)
            CREATE UNIQUE INDEX by_id ON t USING btree (id) INCLUDE (customer) WHERE (note <> 'lost'::text)
            """
        for arguments in [["build"], ["build"], ["build", "--full-refresh"], ["build", "--full-refresh"]] {
            let (status, output) = try project.start(arguments).finish()
            #expect(status == 0, "\(output)")
            #expect(try definitions("t")?.split(separator: "\n").sorted() == expected.split(separator: "\n").sorted())
            #expect(try definitions("m") == "CREATE INDEX m_id ON m USING btree (id) INCLUDE (note)")
            #expect(try definitions("s") == "CREATE INDEX s_a ON s USING btree (a)")
        }
        try project.write(
            "models/u.sql",
            "{{ config(materialized='table', indexes=[{'columns': ['id'], 'name': 'by_id'}]) }} \(Self.rows)")
        let output = try run(project, "--select", "u", succeeds: false)
        #expect(output.contains("relation \"by_id\" already exists"), "\(output)")
        #expect(try definitions("t")?.contains("by_id") == true)
    }
}
