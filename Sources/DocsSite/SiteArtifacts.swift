public import Formats

/// The documents that the site is made of, as dbt's artifacts have them.
///
/// Only the manifest is needed: a site without a catalog shows no column types, one without run results no statuses.
public struct SiteArtifacts: Sendable {
    /// `manifest.json`, version 12.
    public var manifest: DataValue
    /// `catalog.json`, version 1.
    public var catalog: DataValue?
    /// `run_results.json`, version 6, of the last command that built or tested something.
    public var runResults: DataValue?
    /// `sources.json`, version 3, of the last freshness check.
    public var sources: DataValue?
    /// Charts by the unique id of their exposure: a list of mappings with `kind` (`line`, `bar`, `heat_map`, `scatter`,
    /// `table`, `big_number`), `title`, `columns` (names), `rows` (lists of values), and optionally `description`,
    /// `x`, `y` (a name or a list of names), `series`, `value` (names of columns), `format` and `error`.
    public var charts: DataValue?
    /// Column edges: a list of mappings with `from`, `from_column`, `to`, `to_column` and `kind`.
    public var columnLineage: DataValue?
    /// Rows that failed a test, by the test's unique id: mappings with `columns` (names) and `rows` (lists of values).
    public var failingRows: DataValue?
    /// What the server says of the relations: lists like a catalog's `stats`, by unique id.
    public var sizes: DataValue?
    /// What the quality log says, made by `QualityHistory`; nil for a project without one.
    public var quality: DataValue?

    public init(
        manifest: DataValue,
        catalog: DataValue? = nil,
        runResults: DataValue? = nil,
        sources: DataValue? = nil,
        charts: DataValue? = nil,
        columnLineage: DataValue? = nil,
        failingRows: DataValue? = nil,
        sizes: DataValue? = nil,
        quality: DataValue? = nil
    ) {
        self.manifest = manifest
        self.catalog = catalog
        self.runResults = runResults
        self.sources = sources
        self.charts = charts
        self.columnLineage = columnLineage
        self.failingRows = failingRows
        self.sizes = sizes
        self.quality = quality
    }
}
