internal import ArgumentParser
internal import ProjectModel

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

    func validate() throws {
        let known = ResourceType.allCases.map(\.rawValue) + ["all", "default"]
        for (option, names) in [("--resource-type", resourceTypes), ("--exclude-resource-type", excludeResourceTypes)] {
            for name in names.flatMap({ $0.split(separator: " ").map(String.init) }) {
                try ChoiceOption.check(name, of: option, known)
            }
        }
    }
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

/// What changes how nodes are built.
struct BuildOptions: ParsableArguments {
    @Flag(name: [.customShort("f"), .long], help: "Rebuild incremental models and seeds from scratch.")
    var fullRefresh = false

    @Flag(inversion: .prefixedNo, help: "Build with empty inputs, to check that everything runs.")
    var empty: Bool?

    @Option(help: "Build microbatch models from this time on (not supported yet).")
    var eventTimeStart: String?

    @Option(help: "Build microbatch models up to this time (not supported yet).")
    var eventTimeEnd: String?

    @Option(help: "Build with a time slice of the inputs (not supported yet).")
    var sample: String?
}
