/// The expressions from which the built-in macros put partitions together. A row's bucket is the value that stands for
/// its partition: the partition's lower bound, or the value itself of a list; null is the default partition.
extension PartitionSpec {
    private var column: String { Relation.quoted(field) }

    /// What follows `partition by`.
    var clause: String {
        switch method {
        case .range: "range (\(column))"
        case .list: "list (\(column))"
        case .hash: "hash (\(column))"
        }
    }

    /// `pg_partitioned_table.partstrat`
    var strategy: String {
        switch method {
        case .range: "r"
        case .list: "l"
        case .hash: "h"
        }
    }

    /// The bucket of a row. Dates that a name cannot show, such as infinity, go to the default partition.
    var bucket: String {
        guard method == .range else { return column }
        let unit = "'\(granularity.rawValue)'"
        return switch dataType {
        case .date where granularity == .day:
            "case when \(column) between date '0001-01-01' and date '9999-12-31' then \(column) end"
        case .date, nil:
            "case when \(column) between date '0001-01-01' and date '9999-12-31' "
                + "then date_trunc(\(unit), \(column)::timestamp)::date end"
        case .timestamp:
            "case when \(column) >= timestamp '0001-01-01' and \(column) < timestamp '10000-01-01' "
                + "then date_trunc(\(unit), \(column)) end"
        case .timestamptz:
            "case when \(column) >= timestamptz '0001-01-01 00:00+00' and \(column) < timestamptz "
                + "'10000-01-01 00:00+00' then date_trunc(\(unit), \(column), 'UTC') end"
        case .int:
            if let integers {
                "case when \(column) >= \(integers.start) and \(column) < \(integers.end) then \(integers.start) + "
                    + "((\(column)::bigint - (\(integers.start))) / \(integers.interval)) * \(integers.interval) end"
            } else {
                column
            }
        }
    }

    /// What puts the rows of one partition together: the column itself where that is enough, since it is sorted faster.
    var orderTerm: String { method == .range && dataType == .date && granularity == .day ? column : bucket }

    /// Whether a bucket has few different values of the column, so that those are looked for first.
    var hasFewValues: Bool { method != .range || dataType == .date }

    /// The bounds of the partition of the bucket `low`, as text for `create table … partition of`.
    var bounds: String {
        if method == .list { return "format('for values in (%L)', low)" }
        let end =
            switch dataType {
            case .timestamp: "low + interval '\(granularity.interval)'"
            case .timestamptz: "(low at time zone 'UTC' + interval '\(granularity.interval)') at time zone 'UTC'"
            case .int: "least(low + \(integers?.interval ?? 1), \(integers?.end ?? .max))"
            case .date, nil: "(low + interval '\(granularity.interval)')::date"
            }
        return "format('for values from (%L) to (%L)', low, \(end))"
    }

    /// What the name of the partition of the bucket `low` ends with: lower case, without two underscores in a row.
    var label: String {
        if method == .list {
            return "case when low::text ~ '^[a-z0-9]{1,16}$' and low::text <> 'default' then low::text "
                + "else rtrim(left(ltrim(regexp_replace(lower(low::text), '[^a-z0-9]+', '_', 'g'), '_'), 12), '_') "
                + "|| '_' || left(md5(low::text), 8) end"
        }
        return switch dataType {
        case .int: "replace(low::text, '-', 'm')"
        case .timestamptz: "to_char(low at time zone 'UTC', '\(granularity.labelFormat)')"
        default: "to_char(low, '\(granularity.labelFormat)')"
        }
    }

    /// A sentence that two tables share exactly when they are cut alike; it is kept as a comment in the database.
    var summary: String {
        switch method {
        case .list: return "partition_by: \(field), list"
        case .hash(let modulus): return "partition_by: \(field), hash, modulus \(modulus)"
        case .range:
            guard let integers else { return "partition_by: \(field), \(granularity.rawValue)" }
            return "partition_by: \(field), range \(integers.start) to \(integers.end) by \(integers.interval)"
        }
    }
}

/// Names of partitions: the table's, `__p`, and a label.
enum PartitionNames {
    /// What `__p` and the longest label need.
    private static let reserved = 3 + 21

    /// What the names of all partitions of a table begin with. A name that is too long ends with a checksum of the whole,
    /// so that tables that begin alike keep apart.
    static func prefix(_ table: String) -> String {
        let room = Relation.maximumNameLength - reserved
        guard table.utf8.count > room else { return table + "__p" }
        var checksum: UInt32 = 2_166_136_261
        for byte in table.utf8 { checksum = (checksum ^ UInt32(byte)) &* 16_777_619 }
        let digits = String(checksum, radix: 16)
        var base = ""
        for scalar in table.unicodeScalars {
            guard base.utf8.count + UTF8.width(scalar) <= room - 9 else { break }
            base.unicodeScalars.append(scalar)
        }
        return "\(base)_\(String(repeating: "0", count: 8 - digits.utf8.count))\(digits)__p"
    }
}
