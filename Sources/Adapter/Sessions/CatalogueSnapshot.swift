public import Diagnostics
internal import Postgres
internal import SQLText

/// Reads what exists in the database, once for a whole run.
public enum CatalogueSnapshot {
    /// Puts the relations of the given schemas into the cache, with what a `drop … cascade` of each takes along.
    ///
    /// Both questions travel together, so it costs one wait however many schemas there are.
    /// - Parameter schemas: names in any case, as dbt compares them.
    public static func load(
        schemas: some Sequence<String>, database: String, into cache: RelationCache, using session: AdapterSession
    ) throws(Diagnostic) {
        let names = Set(schemas.map { $0.lowercased() }).sorted()
        guard !names.isEmpty else { return }
        let list = names.map { SQL.literal($0) }.joined(separator: ", ")
        let results = try session.pipeline([relations(in: list), dependencies(in: list)])
        for name in names { cache.addSchema(database: database, schema: name) }
        for row in 0..<results[0].rowCount {
            let relation = Relation(
                database: database, schema: results[0].string(row: row, column: 0),
                identifier: results[0].string(row: row, column: 1),
                type: RelationType(relkind: results[0].bytes(row: row, column: 2)?.first))
            cache.add(relation)
        }
        for row in 0..<results[1].rowCount {
            let values = (0..<4).map { results[1].string(row: row, column: $0) }
            cache.addLink(
                from: Relation(database: database, schema: values[0], identifier: values[1]),
                to: Relation(database: database, schema: values[2], identifier: values[3]))
        }
    }

    private static func relations(in schemas: String) -> String {
        """
        select n.nspname, c.relname, c.relkind
        from pg_catalog.pg_class c
        join pg_catalog.pg_namespace n on n.oid = c.relnamespace
        where lower(n.nspname) in (\(schemas)) and c.relkind in ('r', 'p', 'v', 'm')
        order by n.nspname, c.relname
        """
    }

    /// Views and materialized views with the relations they read: `(dependent, referenced)`.
    private static func dependencies(in schemas: String) -> String {
        """
        select distinct dn.nspname, d.relname, rn.nspname, r.relname
        from pg_catalog.pg_class r
        join pg_catalog.pg_namespace rn on rn.oid = r.relnamespace
        join pg_catalog.pg_depend e
          on e.refobjid = r.oid and e.refclassid = 'pg_catalog.pg_class'::regclass
         and e.classid = 'pg_catalog.pg_rewrite'::regclass
        join pg_catalog.pg_rewrite w on w.oid = e.objid
        join pg_catalog.pg_class d on d.oid = w.ev_class and d.oid <> r.oid
        join pg_catalog.pg_namespace dn on dn.oid = d.relnamespace
        where lower(rn.nspname) in (\(schemas)) and r.relkind in ('r', 'p', 'v', 'm')
        """
    }
}
