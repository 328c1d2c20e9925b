public import Formats
internal import SQLText

/// How many rows and bytes the relations of a project have, as the server's statistics say.
///
/// dbt's catalog has no statistics for PostgreSQL, and tools expect it so; these are for the site alone.
public enum RelationSizes {
    /// The query that asks for all of them at once; nil for a project without relations.
    ///
    /// Source: PostgreSQL manual, pg_class (`reltuples` is -1 for what was never analysed) and partitioning functions.
    public static func query(for manifest: DataValue) -> String? {
        let schemas = Set(relations(manifest).map(\.schema)).sorted()
        guard !schemas.isEmpty else { return nil }
        let names = schemas.map { SQL.literal($0) }.joined(separator: ", ")
        return """
            select n.nspname, c.relname,
                case when c.relkind = 'p' and c.reltuples < 0
                    then (select sum(greatest(p.reltuples, 0)) from pg_partition_tree(c.oid) t join pg_class p on p.oid = t.relid
                        having bool_or(p.reltuples >= 0))
                    else c.reltuples
                end::bigint,
                case c.relkind
                    when 'p' then (select sum(pg_total_relation_size(t.relid)) from pg_partition_tree(c.oid) t)
                    else pg_total_relation_size(c.oid)
                end::bigint
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relkind in ('r', 'p', 'm') and n.nspname in (\(names))
            """
    }

    /// `SiteArtifacts.sizes`: entries like those of a catalog's `stats`, by the resource's unique id.
    public static func document(for manifest: DataValue, _ answer: QueryAnswer) -> DataValue? {
        guard case .rows(_, let rows) = answer else { return nil }
        var stats: [[String]: DataValue] = [:]
        for row in rows where row.count == 4 {
            guard let schema = row[0].string, let name = row[1].string else { continue }
            var list: [DataValue] = []
            if let count = row[2].int, count >= 0 { list.append(stat("row_count", "Rows, about", count)) }
            if let size = row[3].int { list.append(stat("size", "Size", size)) }
            stats[[schema, name]] = .list(list)
        }
        var document: DataMapping = [:]
        for relation in relations(manifest) { document[relation.id] = stats[[relation.schema, relation.name]] }
        return .mapping(document)
    }

    private static func stat(_ id: String, _ label: String, _ value: Int) -> DataValue {
        .mapping(["id": .string(id), "label": .string(label), "value": .int(value), "include": true])
    }

    private static func relations(_ manifest: DataValue) -> [(id: String, schema: String, name: String)] {
        var found: [(id: String, schema: String, name: String)] = []
        for section in ["nodes", "sources"] {
            for (id, node) in manifest[section]?.mapping ?? [:] {
                guard ["model", "seed", "snapshot", "source"].contains(node["resource_type"]?.string),
                    let schema = node["schema"]?.string,
                    let name = node["identifier"]?.string ?? node["alias"]?.string
                else { continue }
                found.append((id, schema, name))
            }
        }
        return found
    }
}
