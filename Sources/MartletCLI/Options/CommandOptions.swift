internal import ArgumentParser

/// Which resources a command works on.
struct SelectionOptions: ParsableArguments {
    @Option(
        name: [.customShort("s"), .long, .customShort("m"), .customLong("models"), .customLong("model")],
        parsing: .upToNextOption, help: "The nodes to include: names, paths, methods such as tag:nightly, with + and @.")
    var select: [String] = []

    @Option(parsing: .upToNextOption, help: "The nodes to leave out.")
    var exclude: [String] = []

    @Option(help: "A selector of selectors.yml.")
    var selector: String?
}

/// Which types of resources a command works on.
struct ResourceTypeOptions: ParsableArguments {
    @Option(
        name: [.customLong("resource-type"), .customLong("resource-types")], parsing: .upToNextOption,
        help: "Only these types: model, seed, snapshot, test, source, …, all or default.")
    var resourceTypes: [String] = []

    @Option(
        name: [.customLong("exclude-resource-type"), .customLong("exclude-resource-types")],
        parsing: .upToNextOption, help: "All but these types.")
    var excludeResourceTypes: [String] = []
}

/// What changes how nodes are built.
struct BuildOptions: ParsableArguments {
    @Flag(name: [.customShort("f"), .long], help: "Rebuild incremental models and seeds from scratch.")
    var fullRefresh = false

    @Flag(inversion: .prefixedNo, help: "Build with empty inputs, to check that everything runs.")
    var empty: Bool?

    @Option(help: "Build microbatch models from this time on.")
    var eventTimeStart: String?

    @Option(help: "Build microbatch models up to this time.")
    var eventTimeEnd: String?

    @Option(help: "Build with a time slice of the inputs.")
    var sample: String?
}
