public import Diagnostics

extension Diagnostic.Code {
    /// A relation has a name longer than the 63 bytes that PostgreSQL keeps.
    static let relationNameTooLong = Self(rawValue: "relation-name-too-long")
    /// A relation exists whose name differs from the wanted one in case only.
    static let relationApproximateMatch = Self(rawValue: "relation-approximate-match")
    /// A relation is compared with nothing.
    static let relationNoSearchPath = Self(rawValue: "relation-no-search-path")
    /// Several relations fit the name that `adapter.get_relation` is asked for.
    static let relationAmbiguous = Self(rawValue: "relation-ambiguous")
    /// A relation is dropped or renamed without saying whether it is a table or a view.
    static let relationTypeMissing = Self(rawValue: "relation-type-missing")
    /// `adapter.Relation.create` or a relation method is given something that is no relation.
    static let relationInvalid = Self(rawValue: "relation-invalid")
    /// A relation method is called with nothing where it needs a relation.
    static let relationNull = Self(rawValue: "relation-null")
    /// A relation is renamed to a name that another relation has.
    static let cacheRenameCollision = Self(rawValue: "cache-rename-collision")
    /// A relation of another database than the connected one: PostgreSQL cannot reach it.
    static let crossDatabase = Self(rawValue: "database-cross-reference")
    /// A macro or adapter method is called with an argument of the wrong type.
    static let macroArgumentType = Self(rawValue: "macro-argument-type")
    /// The length of a column that holds no text is asked for.
    static let columnNotString = Self(rawValue: "column-not-string")
    /// The data type of a column cannot be taken apart.
    static let columnTypeUnreadable = Self(rawValue: "column-type-unreadable")
    /// A constraint of a contract is incomplete or of an unknown kind.
    static let constraintInvalid = Self(rawValue: "constraint-invalid")
    /// An entry of `indexes` lacks its columns or has a key that is unknown.
    static let indexInvalid = Self(rawValue: "index-invalid")
    /// `partition_by` or `cluster_by` of a model is wrong.
    static let partitionInvalid = Self(rawValue: "partition-invalid")
    /// `partition_by` or `cluster_by` names a column that the query lacks or that has the wrong type.
    static let partitionColumn = Self(rawValue: "partition-column")
    /// The table of an incremental model is partitioned in another way than the model.
    static let partitionChanged = Self(rawValue: "partition-changed")
    /// The strategy `insert_overwrite` on a table without partitions that it could replace.
    static let partitionOverwrite = Self(rawValue: "partition-overwrite")
    /// `quote_columns` of a seed is neither true nor false.
    static let quoteColumnsInvalid = Self(rawValue: "seed-quote-columns-invalid")
    /// The table of a snapshot lacks the columns that a snapshot adds.
    static let snapshotTargetIncomplete = Self(rawValue: "snapshot-target-incomplete")
    /// `hard_deletes` of a snapshot has an unknown value, or contradicts `invalidate_hard_deletes`.
    static let hardDeletesInvalid = Self(rawValue: "snapshot-hard-deletes-invalid")
    /// The incremental strategy is none that PostgreSQL supports.
    static let incrementalStrategyInvalid = Self(rawValue: "incremental-strategy-invalid")
    /// There is no macro for the incremental strategy of a model.
    static let incrementalStrategyMissing = Self(rawValue: "incremental-strategy-missing")
    /// PostgreSQL has refused a statement; its message and SQLSTATE say why.
    public static let databaseError = Self(rawValue: "database-error")
    /// The server cannot be reached, refuses the session, or has ended it.
    static let databaseConnection = Self(rawValue: "database-connection-failed")
    /// A statement was cancelled, by an interrupt or on the server.
    public static let databaseCancelled = Self(rawValue: "database-query-cancelled")
    /// The query comment contains `*/`, which would end it.
    static let queryCommentInvalid = Self(rawValue: "query-comment-invalid")
    /// A template asks the database while `--no-introspect` forbids it.
    static let introspectionOff = Self(rawValue: "introspection-off")
    /// A statement with `%s` marks is given more or fewer values than marks.
    static let statementBindings = Self(rawValue: "statement-bindings-mismatch")
    /// A commit without a transaction to commit.
    static let noTransaction = Self(rawValue: "database-no-transaction")
}
