import Adapter
import Jinja
import Testing

@Suite struct RelationObjectTests {
    private let host = TemplateHost()

    /// Rendered by dbt 1.11.16 in the same way.
    @Test(arguments: [
        ("{{ this }}", #""db"."s"."x""#),
        ("{{ this.include(database=false) }}", #""s"."x""#),
        ("{{ this.include(database=false).quote(schema=false, identifier=false) }}", "s.x"),
        ("{{ this.name }} {{ this.table }} {{ this.schema }} {{ this.type }} {{ this.is_table }}", "x x s None False"),
        ("{{ this.incorporate(path={'identifier': 'y', 'schema': none}, type='view') }}", #""db"."y""#),
        ("{{ this.incorporate(type='view').is_view }} {{ table.can_be_renamed }}", "True True"),
        ("{{ this.replace_path(identifier='z').identifier }}", "z"),
        (
            "{{ this.without_identifier() }} {{ this.information_schema('columns') }}",
            #""db"."s" "db".INFORMATION_SCHEMA.columns"#
        ),
        ("{{ this.quote_policy.schema }} {{ this['schema'] }} {{ this.path.identifier }}", "True s x"),
        ("{{ [this] }} {{ this | string | length }}", #"[<PostgresRelation "db"."s"."x">] 12"#),
        (
            "{{ this == api.Relation.create(database='db', schema='s', identifier='x') }} {{ this == table }}",
            "True False"
        ),
        ("{{ this.MaterializedView }} {{ api.Relation.Table }} {{ this.nope }}|", "materialized_view table |"),
        (
            "{{ this is mapping }} {{ 'schema' in this }} {{ this.get('metadata') }}",
            "True True {'type': 'PostgresRelation'}"
        ),
        (
            "{{ api.Relation.scd_args(['a', 'b'], 'c') }} {{ this.add_ephemeral_prefix('e') }}",
            "['a', 'b', 'c'] __dbt__cte__e"
        ),
        ("{{ api.Relation.create(identifier='only', type='table') }} {{ this.matches(schema='s') }}", #""only" True"#),
        ("{{ {this: 1}[this.include()] }} {{ this.relation_max_name_length() }}", "1 63"),
    ])
    func behavesAsDbtsRelation(template: String, expected: String) throws {
        #expect(try host.render(template) == expected)
    }

    @Test func takesTheProjectsQuoting() throws {
        let host = TemplateHost(quotePolicy: .init(database: false, schema: false, identifier: true))
        #expect(try host.render("{{ api.Relation.create(database='d', schema='s', identifier='i') }}") == #"d.s."i""#)
        #expect(
            try host.render("{{ api.Relation.create(schema='s', identifier='i', quote_policy={'schema': true}) }}")
                == #""s"."i""#)
    }

    @Test func saysWhatIsWrong() {
        #expect(host.failure("{% for x in this %}{% endfor %}")?.contains("was used as a dictionary") == true)
        #expect(host.failure("{{ api.Relation.create(identifier=5) }}") == "Got an invalid path identifier: 5")
        #expect(host.failure("{{ this.matches() }}") == "Tried to match relation, but no search path was passed!")
        #expect(
            host.failure("{{ table.incorporate(path={'identifier': 'x' * 64}) }}")?.contains("is longer than 63")
                == true)
    }

    @Test func findsIndexChangesOfMaterializedViews() throws {
        host.values["results"] = .dict([
            "indexes": .object(
                TableObject(
                    Table(
                        columnNames: ["name", "method", "unique", "column_names"],
                        columnTypes: [.text, .text, .boolean, .text],
                        cells: [
                            .text("a"), .text("btree"), .bool(false), .text("id"),
                            .text("b"), .text("hash"), .bool(false), .text("x,y"),
                        ])))
        ])
        let model = "{'config': {'indexes': [{'columns': ['ID']}, {'columns': ['n'], 'unique': true}]}}"
        let template = """
            {% set c = table.get_materialized_view_config_change_collection(results, \(model)) -%}
            {% for i in c.indexes %}{{ i.action }} {{ i.context.name }} {{ i.context.as_node_config }};{% endfor %}
            """
        #expect(
            try host.render(template)
                == "drop b {'columns': ['x', 'y'], 'unique': False, 'type': 'hash'};"
                + "create  {'columns': ['n'], 'unique': True, 'type': 'btree'};")
        let same = "{'config': {'indexes': [{'columns': ['id']}, {'columns': ['y', 'x'], 'type': 'hash'}]}}"
        #expect(
            try host.render("{{ table.get_materialized_view_config_change_collection(results, \(same)) }}") == "None")
    }
}

@Suite struct ColumnObjectTests {
    @Test(arguments: [
        (
            "{{ api.Column('a', 'varchar', 10) }}",
            "PostgresColumn(column='a', dtype='varchar', char_size=10, numeric_precision=None, numeric_scale=None)"
        ),
        ("{{ api.Column('a', 'character varying', 10).data_type }}", "character varying(10)"),
        ("{{ api.Column('a', 'numeric', none, 10, 2).data_type }}", "numeric(10,2)"),
        ("{{ api.Column.create('a', 'string').dtype }} {{ api.Column('a', 'text').data_type }}", "TEXT text"),
        ("{{ api.Column('a', 'bigint').is_integer() }} {{ api.Column('a', 'bigint').is_string() }}", "True False"),
        ("{{ api.Column('a b', 'text').quoted }} {{ api.Column.translate_type('timestamp') }}", #""a b" timestamp"#),
        ("{{ api.Column('a', 'varchar', 5).can_expand_to(api.Column('a', 'varchar', 6)) }}", "True"),
        (
            "{{ api.Column('a', 'integer').literal(5) }} {{ api.Column.string_type(5) }}",
            "5::integer character varying(5)"
        ),
        ("{{ api.Column('a', 'text') == api.Column('a', 'text') }}", "True"),
        ("{{ [api.Column('b', 'int'), api.Column('a', 'int')] | map(attribute='name') | join(',') }}", "b,a"),
    ])
    func behavesAsDbtsColumn(template: String, expected: String) throws {
        #expect(try TemplateHost().render(template) == expected)
    }
}

@Suite struct TableObjectTests {
    private let host: TemplateHost = {
        let host = TemplateHost()
        host.values["t"] = .object(
            TableObject(
                Table(
                    columnNames: ["a", "b", "c"], columnTypes: [.integer, .text, .number],
                    cells: [
                        .int(2), .text("x"), .number("1.50"), .int(1), .text("y"), .null, .int(2), .text("x"),
                        .number("3"),
                    ]), output: { host.printTable($0) }))
        return host
    }()

    @Test(arguments: [
        ("{{ t.columns[0].values() }} {{ t.columns['b'].name }} {{ t.columns.b.values() | join }}", "(2, 1, 2) b xyx"),
        ("{{ t.column_names }} {{ t | length }} {{ t.rows | length }}", "('a', 'b', 'c') 3 3"),
        ("{% for r in t %}{{ r.a }}{{ r['b'] }}{{ r[2] }};{% endfor %}", "2x1.50;1yNone;2x3;"),
        (
            "{{ t.rows[0].values() }} {{ t.rows[-1].dict() }} {{ t[1].keys() }}",
            "(2, 'x', Decimal('1.50')) {'a': 2, 'b': 'x', 'c': Decimal('3')} ('a', 'b', 'c')"
        ),
        ("{{ t.rows[0] }} {{ t.rows[9] }}|{{ t.rows[0].nope }}|", "<agate.Row: (2, 'x', Decimal('1.50'))> ||"),
        ("{% for a, b, c in t.rows %}{{ a }}{{ b }},{% endfor %}", "2x,1y,2x,"),
        (
            "{{ t.columns | map(attribute='name') | list }} {{ t.rows | map(attribute='a') | list }}",
            "['a', 'b', 'c'] [2, 1, 2]"
        ),
        ("{{ t.select(['c', 'a']).column_names }} {{ t.exclude('a').column_names }}", "('c', 'a') ('b', 'c')"),
        ("{{ t.rename({'a': 'z'}).column_names }} {{ t.limit(1).rows | length }}", "('z', 'b', 'c') 1"),
        (
            "{{ t.order_by('a').columns[0].values() }} {{ t.order_by('a', reverse=true).columns[0].values() }}",
            "(1, 2, 2) (2, 2, 1)"
        ),
        ("{{ t.distinct('b') | length }} {{ t.columns[2].values_without_nulls() | length }}", "2 2"),
        (
            "{% for k, g in t.group_by('b').items() %}{{ k }}{{ g.rows | length }}{{ g.column_names }};{% endfor %}",
            "x2('a', 'b', 'c');y1('a', 'b', 'c');"
        ),
        ("{% if t %}yes{% endif %}{% if t.limit(0) %}no{% endif %}", "yes"),
        ("{{ t.columns[0].data_type == t.columns[1].data_type }} {{ t.rows[0].get('zz', 5) }}", "False 5"),
        (
            "{% for c in t.columns %}{{ c.data_type.jsonify(c[0]) }} {{ c.data_type.csvify(c[0]) }} {% endfor %}",
            "2 2 x x 1.5 1.50 "
        ),
    ])
    func behavesAsAgatesTable(template: String, expected: String) throws {
        #expect(try host.render(template) == expected)
    }

    @Test func printsThroughItsHost() throws {
        #expect(try host.render("{{ t.print_table() }}") == "None")
        #expect(host.printed.hasPrefix("| a | b |"))
        #expect(try host.render("{{ t }}").hasPrefix("| column | data_type |"))
    }
}
