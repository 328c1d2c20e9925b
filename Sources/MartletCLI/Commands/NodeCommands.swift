internal import ArgumentParser
internal import Diagnostics
internal import Execution
internal import Formats
internal import ProjectGraph

/// `build`: seeds, models, snapshots and tests in the order of the graph.
struct BuildCommand: RepeatableCommand {
    static let configuration = CommandConfiguration(
        commandName: "build", abstract: "Build seeds, models and snapshots, and test each before what depends on it.")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var lineage: LineageOptions
    @OptionGroup var selection: SelectionOptions
    @OptionGroup var resourceTypes: ResourceTypeOptions
    @OptionGroup var build: BuildOptions
    @OptionGroup var loading: LoadingOptions
    @Flag(help: "Keep the rows that fail tests in tables.") var storeFailures = false
    @Flag(help: "Accepted for dbt's sake; only `seed` shows rows.") var show = false

    func execute(repeating run: RepeatedRun?) throws(Diagnostic) -> Int32 {
        var request = CommandRequest("build", global)
        request.repeated = run
        request.openLineage = lineage.place
        request.selection = selection
        request.resourceTypes = resourceTypes
        request.build = build.values
        request.loadsSources = loading.loadSources
        request.storesFailures = storeFailures
        return try NodeTask(
            request, .build, ordering: .dependenciesAndTests
        ).execute()
    }
}

/// `run`: models.
struct RunCommand: RepeatableCommand {
    static let configuration = CommandConfiguration(commandName: "run", abstract: "Build models.")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var lineage: LineageOptions
    @OptionGroup var selection: SelectionOptions
    @OptionGroup var build: BuildOptions
    @OptionGroup var loading: LoadingOptions

    func execute(repeating run: RepeatedRun?) throws(Diagnostic) -> Int32 {
        var request = CommandRequest("run", global)
        request.repeated = run
        request.openLineage = lineage.place
        request.selection = selection
        request.build = build.values
        request.loadsSources = loading.loadSources
        return try NodeTask(request, .run, ordering: .dependencies).execute()
    }
}

/// `test`: data tests and unit tests.
struct TestCommand: RepeatableCommand {
    static let configuration = CommandConfiguration(commandName: "test", abstract: "Run tests.")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var lineage: LineageOptions
    @OptionGroup var selection: SelectionOptions
    @OptionGroup var resourceTypes: ResourceTypeOptions
    @Flag(help: "Keep the rows that fail tests in tables.") var storeFailures = false

    func execute(repeating run: RepeatedRun?) throws(Diagnostic) -> Int32 {
        var request = CommandRequest("test", global)
        request.repeated = run
        request.openLineage = lineage.place
        request.selection = selection
        request.resourceTypes = resourceTypes
        request.storesFailures = storeFailures
        return try NodeTask(request, .test, ordering: .none).execute()
    }
}

/// `seed`: CSV files.
struct SeedCommand: RepeatableCommand {
    static let configuration = CommandConfiguration(commandName: "seed", abstract: "Load CSV files.")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var lineage: LineageOptions
    @OptionGroup var selection: SelectionOptions
    @Flag(name: [.customShort("f"), .long], help: "Drop the tables and load them anew.") var fullRefresh = false
    @Flag(help: "Show rows of each seed, ten at most and in any order.") var show = false

    func execute(repeating run: RepeatedRun?) throws(Diagnostic) -> Int32 {
        var request = CommandRequest("seed", global)
        request.repeated = run
        request.openLineage = lineage.place
        request.selection = selection
        request.build = .init(fullRefresh: fullRefresh)
        request.showsSeeds = show
        return try NodeTask(request, .seed, ordering: .none).execute()
    }
}

/// `snapshot`: histories of changing rows.
struct SnapshotCommand: RepeatableCommand {
    static let configuration = CommandConfiguration(commandName: "snapshot", abstract: "Record changes of rows.")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var lineage: LineageOptions
    @OptionGroup var selection: SelectionOptions
    @Flag(inversion: .prefixedNo, help: "Record empty inputs, to check that everything runs.") var empty: Bool?

    func execute(repeating run: RepeatedRun?) throws(Diagnostic) -> Int32 {
        var request = CommandRequest("snapshot", global)
        request.repeated = run
        request.openLineage = lineage.place
        request.selection = selection
        request.build = .init(empty: empty)
        return try NodeTask(request, .snapshot, ordering: .dependencies).execute()
    }
}

/// `clone`: stand-ins for the relations of another environment.
struct CloneCommand: RepeatableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clone", abstract: "Make views of what the environment of --state has.")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var selection: SelectionOptions
    @OptionGroup var resourceTypes: ResourceTypeOptions
    @Flag(name: [.customShort("f"), .long], help: "Replace relations that exist already.") var fullRefresh = false

    func execute(repeating run: RepeatedRun?) throws(Diagnostic) -> Int32 {
        var request = CommandRequest("clone", global)
        request.repeated = run
        request.selection = selection
        request.resourceTypes = resourceTypes
        request.build = .init(fullRefresh: fullRefresh)
        return try NodeTask(request, .clone, ordering: .none).execute()
    }
}
