internal import Formats

/// What the command line asks for, as all commands share it.
struct CommandRequest {
    /// The name that dbt has for the command in `flags.WHICH`.
    var which: String
    var global: GlobalOptions
    var build: BuildValues?
    var selection: SelectionOptions?
    var resourceTypes: ResourceTypeOptions?
    /// `--store-failures`.
    var storesFailures = false
    /// `--show` of seeds.
    var showsSeeds = false
    /// `--openlineage`: a file or an address.
    var openLineage: String?
    /// `--load-sources`.
    var loadsSources = false
    /// `--introspect`.
    var introspects = true
    /// Whether the command reaches for the database at all.
    var needsDatabase = true
    /// Whether the database is reached for only when a template asks.
    var connectsLazily = false
    /// What `retry` repeats; nil for all that is selected.
    var repeated: RepeatedRun?
    /// Options of this command alone, under dbt's names, for `invocation_args_dict` and artifacts.
    var extra: DataMapping = [:]

    init(_ which: String, _ global: GlobalOptions) {
        self.which = which
        self.global = global
    }
}
