public import Diagnostics
internal import SQLText

/// A table, view or other relation by its name, and how that name is written in SQL.
///
/// Source: dbt-core 1.11, Relation.
public struct Relation: Sendable, Hashable {
    /// Which parts of a name something applies to.
    public struct Policy: Sendable, Hashable {
        public var database: Bool
        public var schema: Bool
        public var identifier: Bool

        public init(database: Bool = true, schema: Bool = true, identifier: Bool = true) {
            self.database = database
            self.schema = schema
            self.identifier = identifier
        }
    }

    /// A window of time that a reference is cut to, in a microbatch model or a sample.
    public struct EventTimeFilter: Sendable, Hashable {
        public var column: String
        /// Inclusive, as Python prints a datetime: `2024-01-02 00:00:00+00:00`.
        public var start: String?
        /// Exclusive.
        public var end: String?

        public init(column: String, start: String? = nil, end: String? = nil) {
            self.column = column
            self.start = start
            self.end = end
        }
    }

    public var database: String?
    public var schema: String?
    public var identifier: String?
    public var type: RelationType?
    /// Parts that are written at all.
    public var includePolicy = Policy()
    /// Parts that are written in double quotes.
    public var quotePolicy = Policy()
    public var isCreatedByDbt = false
    /// The most rows a reference gives; 0 is what `--empty` sets.
    public var limit: Int?
    public var eventTimeFilter: EventTimeFilter?
    /// Whether this is the information schema of a database, as `information_schema()` gives it.
    public var isInformationSchema = false
    /// The view of the information schema, written unquoted at the end: `columns`.
    public var informationSchemaView: String?

    /// PostgreSQL's limit on names, which dbt counts in characters.
    public static let maximumNameLength = 63

    public init(
        database: String? = nil, schema: String? = nil, identifier: String? = nil, type: RelationType? = nil,
        quotePolicy: Policy = Policy(), includePolicy: Policy = Policy()
    ) {
        self.database = database
        self.schema = schema
        self.identifier = identifier
        self.type = type
        self.quotePolicy = quotePolicy
        self.includePolicy = includePolicy
    }

    /// The relation that stands for a common table expression: what a reference to an ephemeral model becomes.
    public static func ephemeral(identifier: String) -> Relation {
        Relation(
            identifier: commonTableName(identifier), type: .cte,
            quotePolicy: Policy(identifier: false))
    }

    /// The name under which an ephemeral model is put in front of a query.
    public static func commonTableName(_ identifier: String) -> String { "__dbt__cte__\(identifier)" }

    /// Checks that PostgreSQL can hold the name; names without a type, such as those of tests, are not checked.
    public func checkNameLength() throws(Diagnostic) {
        guard let identifier, type != nil, identifier.unicodeScalars.count > Self.maximumNameLength else { return }
        throw Diagnostic(
            .relationNameTooLong,
            "Relation name '\(identifier)' is longer than \(Self.maximumNameLength) characters", family: .runtime,
            hint: "give it a shorter alias")
    }
}

// MARK: - Text

extension Relation {
    /// The name in SQL, such as `"db"."schema"."name"`: never limited or filtered.
    public func render() -> String {
        var parts: [String] = []
        func add(_ name: String?, isIncluded: Bool, isQuoted: Bool) {
            if isIncluded, let name { parts.append(isQuoted ? Self.quoted(name) : name) }
        }
        add(database, isIncluded: includePolicy.database, isQuoted: quotePolicy.database)
        add(schema, isIncluded: includePolicy.schema, isQuoted: quotePolicy.schema)
        add(identifier, isIncluded: includePolicy.identifier, isQuoted: quotePolicy.identifier)
        if let informationSchemaView { parts.append(informationSchemaView) }
        return parts.joined(separator: ".")
    }

    /// The name, or a subquery when a limit is set.
    public func renderLimited() -> String {
        let name = render()
        guard let limit else { return name }
        let condition = limit == 0 ? "where false limit 0" : "limit \(limit)"
        return "(select * from \(name) \(condition)) _dbt_limit_subq_\(identifier ?? "None")"
    }

    /// What a template prints: the name, or a subquery when the reference is limited or cut to a window of time.
    public var text: String {
        guard type != .function else { return render() }
        let rendered = renderLimited()
        guard let filter = eventTimeFilter else { return rendered }
        var conditions: [String] = []
        if let start = filter.start { conditions.append("\(filter.column) >= '\(start)'") }
        if let end = filter.end { conditions.append("\(filter.column) < '\(end)'") }
        guard !conditions.isEmpty else { return rendered }
        let condition = conditions.joined(separator: " and ")
        return "(select * from \(rendered) where \(condition)) _dbt_et_filter_subq_\(identifier ?? "None")"
    }

    /// `name` in double quotes; quotes within are doubled.
    public static func quoted(_ name: String) -> String {
        // dbt leaves quotes in a name as they are, which ends the name there.
        name.utf8.contains(UInt8(ascii: "\"")) ? SQL.quotedIdentifier(name) : "\"\(name)\""
    }
}

// MARK: - Variants

extension Relation {
    /// The same relation without its identifier: its schema.
    public var withoutIdentifier: Relation {
        var result = self
        result.includePolicy.identifier = false
        result.identifier = nil
        return result
    }

    /// The information schema of this relation's database, or one view of it.
    public func informationSchema(view: String? = nil) -> Relation {
        var result = Relation(
            database: database, identifier: "INFORMATION_SCHEMA", type: .view, quotePolicy: quotePolicy,
            includePolicy: includePolicy)
        result.includePolicy.database = database != nil
        result.includePolicy.schema = false
        result.includePolicy.identifier = true
        result.quotePolicy.identifier = false
        result.isInformationSchema = true
        result.informationSchemaView = view
        return result
    }

    public var canBeRenamed: Bool { type == .view || type == .table }
    public var canBeReplaced: Bool { type == .view || type == .table }

    /// The identifier with `suffix`, cut so that PostgreSQL keeps the whole of it: `orders__dbt_tmp`.
    public func identifier(withSuffix suffix: String) -> String {
        let room = max(0, Self.maximumNameLength - suffix.unicodeScalars.count)
        let base = String(String.UnicodeScalarView((identifier ?? "").unicodeScalars.prefix(room)))
        return base + suffix
    }
}

// MARK: - Search

extension Relation {
    /// Whether this is the relation that someone looks for; parts that are nil match everything.
    /// - Throws: when only the case of letters differs, since then dbt does not guess; or when nothing is looked for.
    public func matches(database: String?, schema: String?, identifier: String?) throws(Diagnostic) -> Bool {
        guard database != nil || schema != nil || identifier != nil else {
            throw Diagnostic(
                .relationNoSearchPath, "Tried to match relation, but no search path was passed!", family: .runtime)
        }
        var isExact = true
        var isApproximate = true
        func compare(_ own: String?, _ wanted: String?, isQuoted: Bool) {
            guard let wanted else { return }
            let isSame = isCreatedByDbt && !isQuoted ? own?.lowercased() == wanted.lowercased() : own == wanted
            if !isSame { isExact = false }
            if Self.withoutQuotes((own ?? "None").lowercased()) != Self.withoutQuotes(wanted.lowercased()) {
                isApproximate = false
            }
        }
        compare(self.database, database, isQuoted: quotePolicy.database)
        compare(self.schema, schema, isQuoted: quotePolicy.schema)
        compare(self.identifier, identifier, isQuoted: quotePolicy.identifier)
        if isApproximate, !isExact {
            let target = Relation(database: database, schema: schema, identifier: identifier)
            throw Diagnostic(
                .relationApproximateMatch,
                "When searching for a relation, dbt found an approximate match. Instead of guessing \nwhich relation "
                    + "to use, dbt will move on. Please delete \(text), or rename it to be less ambiguous."
                    + "\nSearched for: \(target.text)\nFound: \(text)")
        }
        return isExact
    }

    private static func withoutQuotes(_ name: String) -> String {
        var bytes = name.utf8[...]
        while bytes.first == UInt8(ascii: "\"") { bytes.removeFirst() }
        while bytes.last == UInt8(ascii: "\"") { bytes.removeLast() }
        return String(Substring(bytes))
    }
}
