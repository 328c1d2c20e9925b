import Adapter
import Diagnostics
import Jinja
import Testing

@Suite struct ParseAdapterObjectTests {
    private let host: TemplateHost = {
        let host = TemplateHost()
        host.values["adapter"] = .object(ParseAdapterObject(host.environment, host: host))
        return host
    }()

    /// Values that dbt's parse phase gives without asking the database.
    @Test(arguments: [
        ("{{ adapter.type() }} {{ adapter.quote('a') }} {{ adapter.dispatch('m')() }}", #"postgres "a" dispatched m"#),
        ("{{ adapter.get_relation('a', 'b', 'c') }} {{ adapter.get_columns_in_relation(this) }}", "None []"),
        ("{{ adapter.check_schema_exists('a', 'b') }} {{ adapter.add_query('x') }}", "False (None, None)"),
        (
            "{{ adapter.execute('x')[1].rows | length }} {{ adapter.drop_relation(this) }}|{{ adapter.commit() }}|",
            "0 None||"
        ),
        ("{{ adapter.Relation.create(identifier='x') }} {{ adapter.config.project_name }}", #""x" shop"#),
        ("{{ adapter.nope }}|{{ adapter.quote_seed_column('a', false) }}{{ adapter.verify_database('DB') }}", "|a"),
    ])
    func givesFixedValues(template: String, expected: String) throws {
        #expect(try host.render(template) == expected)
        #expect(host.calls.isEmpty)
    }

    @Test func rendersConstraints() throws {
        let columns = """
            {'a': {'name': 'a', 'data_type': 'int', 'constraints': [{'type': 'not_null'}, {'type': 'check', 'expression': 'a > 0'}]},
             'b': {'name': 'b', 'quote': true, 'data_type': 'text', 'constraints':
              [{'type': 'foreign_key', 'to': '"s"."t"', 'to_columns': ['id']}]}}
            """
        #expect(
            try host.render("{{ adapter.render_raw_columns_constraints(\(columns)) | join(';') }}")
                == #"a int not null check (a > 0);"b" text references "s"."t" (id)"#)
        let model = """
            [{'type': 'primary_key', 'columns': ['a', 'b'], 'name': 'pk'}, {'type': 'custom', 'expression': 'x'},
             {'type': 'unique', 'columns': ['a'], 'expression': 'nulls not distinct'}, {'type': 'not_null'}]
            """
        #expect(
            try host.render("{{ adapter.render_raw_model_constraints(raw_constraints=\(model)) | join(';') }}")
                == "constraint pk primary key (a, b);x;unique nulls not distinct (a)")
        #expect(
            host.failure("{{ adapter.render_raw_model_constraints([{'type': 'odd'}]) }}")
                == "Could not parse constraint: {'type': 'odd'}")
    }

    @Test func checksWhatUsersConfigure() throws {
        #expect(
            try host.render(
                "{% set i = adapter.parse_index({'columns': ['a'], 'unique': true}) %}{{ i.columns }}{{ i.unique }}{{ i.type }}{{ i.render(this) | length }}"
            )
                == "['a']TrueNone32")
        #expect(
            try host.render(
                "{% set i = adapter.parse_index({'columns': ['a', 'b'], 'name': 'n', 'include': ['c'], 'where': 'd', 'opclass': {'b': 'x_ops'}}) %}"
                    + "{{ i.name }} {{ i.temporary_name }} {{ i.columns }} {{ i.keys }} {{ i.include }} {{ i.where }}")
                == "n n__dbt_tmp ['a', 'b'] ['a', 'b x_ops'] ['c'] d")
        #expect(try host.render("{{ adapter.parse_index({'columns': ['a'], 'opclass': 'o'}).keys }}") == "['a o']")
        for (entry, message) in [
            ("'name': ''", "at path ['name']: an index has a name of 1 to 63 bytes"),
            ("'name': 'x' * 64", "at path ['name']: an index has a name of 1 to 63 bytes"),
            ("'where': 1", "at path ['where']: 1 is not of type 'string'"),
            ("'include': 'a'", "at path ['include']: 'a' is not of type 'array'"),
            ("'opclass': ['a', 'b']", "at path ['opclass']: there must be one for each of the columns"),
            ("'opclass': {'b': 'x'}", "at path ['opclass']: b is none of the columns"),
            ("'order': 'desc'", "at path []: Additional properties are not allowed ('order' was unexpected)"),
        ] {
            let failure = host.failure("{{ adapter.parse_index({'columns': ['a'], \(entry)}) }}")
            #expect(failure == "Could not parse index config: \(message)")
        }
        #expect(host.failure("{{ adapter.parse_index('a') }}")?.hasPrefix("Invalid index config:\n  Got: a") == true)
        #expect(host.failure("{{ adapter.parse_index({}) }}")?.contains("'columns' is a required property") == true)
        #expect(
            host.failure("{{ adapter.quote_seed_column('a', 'x') }}")?.contains("invalid type <class 'str'>") == true)
        #expect(
            host.failure("{{ adapter.verify_database('other') }}")
                == "ERROR: Cross-db references not allowed in postgres (other vs db)")
        #expect(host.failure("{{ adapter.behavior.nope }}") == "The flag nope has not been registered.")
        #expect(try host.render("{{ adapter.behavior.enable_truthy_nulls_equals_macro.no_warn }}") == "False")
    }
}

@Suite(.enabled(if: TestServer.isAvailable)) struct AdapterObjectTests {
    private let cache = RelationCache()
    private let host: TemplateHost
    private let session: AdapterSession

    init() throws {
        host = TemplateHost(cache: cache)
        session = try TestServer.session()
        host.values["adapter"] = .object(AdapterObject(host.environment, session: session, host: host))
    }

    @Test func runsStatements() throws {
        #expect(
            try host.render(
                "{% set r, t = adapter.execute('select 1 as a, date \\'2024-01-31\\' as d', fetch=true) %}{{ r }} {{ r.code }} {{ r.rows_affected }} {{ t.rows[0].a + 1 }} {{ t.rows[0].d.year }}"
            )
                == "SELECT 1 SELECT 1 2 2024")
        #expect(
            try host.render("{{ adapter.add_query('select %s, %s', bindings=['it\\'s', none]) }}") == "(None, None)")
        #expect(
            host.failure("{{ adapter.execute('select nothing') }}")?.hasPrefix("column \"nothing\" does not exist")
                == true)
    }

    @Test func namesColumnTypesAsTheDriverDoes() throws {
        let template =
            "{% for c in adapter.get_column_schema_from_query('select 1 as a, \\'x\\'::text as b, null::uuid as u') %}{{ c.name }} {{ c.dtype }};{% endfor %}"
        #expect(try host.render(template) == "a INTEGER;b TEXT;u unknown type_code 2950;")
        #expect(host.warnings.count == 1)
    }

    @Test func findsRelationsInTheCache() throws {
        cache.add(Relation(database: "db", schema: "s", identifier: "Known", type: .view))
        #expect(
            try host.render(
                "{{ adapter.get_relation('db', 's', 'Known').type }} {{ adapter.get_relation('db', 's', 'other') }}")
                == "view None")
        #expect(host.failure("{{ adapter.get_relation('db', 's', 'known') }}")?.contains("approximate match") == true)
        #expect(host.calls.isEmpty)
    }

    @Test func readsUnknownSchemasByTheMacro() throws {
        host.macros["list_relations_without_caching"] = { _ in
            .list([.tuple(["db", "found", "other", "table"])])
        }
        #expect(
            try host.render(
                "{{ adapter.get_relation('db', 'other', 'found') }} {{ adapter.get_relation('db', 'other', 'x') }}")
                == #""db"."other"."found" None"#)
        #expect(host.calls == [#"list_relations_without_caching(schema_relation="db"."other")"#])
    }

    @Test func keepsTheCacheCurrent() throws {
        for name in ["t", "x"] { cache.add(Relation(database: "db", schema: "s", identifier: name, type: .table)) }
        _ = try host.render(
            "{% do adapter.rename_relation(table, table.incorporate(path={'identifier': 'b'})) %}{% do adapter.drop_relation(this.incorporate(type='table')) %}{% do adapter.truncate_relation(table) %}{{ adapter.cache_added(table) }}"
        )
        #expect(
            host.calls == [
                #"rename_relation(from_relation="db"."s"."t", to_relation="db"."s"."b")"#,
                #"drop_relation(relation="db"."s"."x")"#, #"truncate_relation(relation="db"."s"."t")"#,
            ])
        #expect(cache.relations(database: "db", schema: "s").map(\.identifier) == ["b", "t"])
        #expect(host.failure("{{ adapter.drop_relation(this) }}")?.contains("but its type is null") == true)
        #expect(host.failure("{{ adapter.cache_added(none) }}") == "Attempted to cache a null relation for test")
    }

    @Test func comparesColumns() throws {
        host.macros["get_columns_in_relation"] = { arguments in
            let isTable = arguments["relation"]?.relation?.identifier == "t"
            let columns =
                isTable
                ? [
                    DatabaseColumn(name: "a", dtype: "character varying", characterSize: 5),
                    DatabaseColumn(name: "b", dtype: "integer"),
                ]
                : [DatabaseColumn(name: "a", dtype: "character varying", characterSize: 9)]
            return .list(columns.map { .object(ColumnObject($0)) })
        }
        #expect(
            try host.render("{{ adapter.get_missing_columns(table, this) | map(attribute='name') | list }}") == "['b']")
        _ = try host.render("{% do adapter.expand_target_column_types(this, table) %}")
        #expect(
            host.calls.last
                == #"alter_column_type(relation="db"."s"."t", column_name=a, new_column_type=character varying(9))"#)
        #expect(
            host.failure("{% do adapter.valid_snapshot_target(table) %}")?.contains(
                "missing \"dbt_scd_id\", \"dbt_valid_from\"") == true)
        #expect(
            host.failure("{{ adapter.get_missing_columns('a', this) }}")?.contains("expects argument 'from_relation'")
                == true)
    }

    @Test func createsSchemasByTheMacroAndCommits() throws {
        let session = session
        host.macros["create_schema"] = { _ in
            _ = try? session.addQuery("select 1")
            return .null
        }
        _ = try host.render("{% do adapter.create_schema(this) %}")
        #expect(host.calls == [#"create_schema(relation="db"."s")"#])
        #expect(throws: Diagnostic.self) { try session.commit() }
    }

    @Test func choosesIncrementalStrategies() throws {
        host.values["context"] = .dict(["get_incremental_delete_insert_sql": "found"])
        #expect(try host.render("{{ adapter.get_incremental_strategy_macro(context, 'delete+insert') }}") == "found")
        #expect(
            host.failure("{{ adapter.get_incremental_strategy_macro(context, 'insert_overwrite') }}")
                == "The incremental strategy 'insert_overwrite' is not valid for this adapter")
        #expect(
            host.failure("{{ adapter.get_incremental_strategy_macro(context, 'x') }}")
                == "dbt could not find an incremental strategy macro with the name \"get_incremental_x_sql\" in shop")
        #expect(
            try host.render(
                "{{ adapter.get_hard_deletes_behavior({'hard_deletes': 'new_record'}) }}{{ adapter.get_hard_deletes_behavior({'invalidate_hard_deletes': true}) }}{{ adapter.get_hard_deletes_behavior({}) }}"
            )
                == "new_recordinvalidateignore")
    }
}
