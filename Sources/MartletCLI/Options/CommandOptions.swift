internal import ArgumentParser

/// Which resources a command works on.
struct SelectionOptions: ParsableArguments {
    @Option(
        name: [.customShort("s"), .long, .customShort("m"), .customLong("models"), .customLong("model")],
        parsing: .upToNextOption, help: "The nodes to include: names, paths, methods such as tag:nightly, with + and @."
    )
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

    /// The types that can be named.
    static let known = [
        "metric", "semantic_model", "saved_query", "source", "analysis", "function", "model", "test", "unit_test",
        "exposure", "snapshot", "seed", "default",
    ]

    func validate() throws {
        let options = [
            ("--resource-types' / '--resource-type", resourceTypes, Self.known + ["all"]),
            ("--exclude-resource-types' / '--exclude-resource-type", excludeResourceTypes, Self.known),
        ]
        for (option, names, known) in options {
            for name in names.flatMap({ $0.split(separator: " ").map(String.init) }) {
                try ChoiceOption.check(name, of: option, known)
            }
        }
    }
}

/// Whether sources are loaded from files first.
struct LoadingOptions: ParsableArguments {
    @Flag(help: "First load new files into the sources that the selected nodes read, as `source load` does.")
    var loadSources = false
}

/// Who is told what a command builds.
struct LineageOptions: ParsableArguments {
    @Option(
        name: .customLong("openlineage"),
        help: .init("Tell OpenLineage: a file to add events to, or the address of a server.", valueName: "file|url"))
    var place: String?
}

/// Values of options that are one of a few words.
enum ChoiceOption {
    /// - Throws: a usage error as dbt words it.
    static func check(_ value: String, of option: String, _ known: [String]) throws {
        guard !known.contains(value) else { return }
        let list = known.map { "'\($0)'" }.joined(separator: ", ")
        throw ValidationError("Invalid value for '\(option)': '\(value)' is not one of \(list).")
    }
}

/// How nodes are built, as a command's options say it; each command takes some of them.
struct BuildValues {
    var fullRefresh = false
    var empty: Bool?
    var eventTimeStart: String?
    var eventTimeEnd: String?
    var sample: String?
}

/// What changes how models are built.
struct BuildOptions: ParsableArguments {
    @Flag(name: [.customShort("f"), .long], help: "Rebuild incremental models and seeds from scratch.")
    var fullRefresh = false

    @Flag(inversion: .prefixedNo, help: "Build with empty inputs, to check that everything runs.")
    var empty: Bool?

    @Option(help: "Build the batches of microbatch models from this time on: 2024-09-01, or 2024-09-01T06:00:00.")
    var eventTimeStart: String?

    @Option(help: "Build the batches of microbatch models before this time.")
    var eventTimeEnd: String?

    @Option(help: "Read only this window of time of inputs that have an event_time: '3 days', or {start: …, end: …}.")
    var sample: String?

    var values: BuildValues {
        BuildValues(
            fullRefresh: fullRefresh, empty: empty, eventTimeStart: eventTimeStart, eventTimeEnd: eventTimeEnd,
            sample: sample)
    }
}
