internal import ArgumentParser
internal import Diagnostics
internal import Platform

/// `landing`: the files that the five pipelines of the example project load.
struct LandingCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "landing", abstract: "Makes the landing files of the example project.",
        discussion: """
            The same seed and scale give the same bytes. The files are clean, every check of the project passes, until
            a fault is planted.
            """,
        subcommands: [Generate.self, Plant.self, Faults.self])

    struct Output: ParsableArguments {
        @Option(help: "The landing folder.")
        var output = "landing"
    }

    struct Generate: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Writes the files of the pipelines; what is there already at that scale stays.",
            discussion: "Files that were loaded and moved to archive/ below the folder come back.")

        @OptionGroup var folder: Output

        @Option(help: "small: what a demo needs. full: the sizes of the public datasets.")
        var scale = Scale.small

        @Option(help: "Another seed gives other files.")
        var seed: UInt64 = 1

        @Option(help: "Only these, separated by commas: \(Pipeline.allCases.map(\.rawValue).joined(separator: ", ")).")
        var pipelines: String?

        @Flag(help: "Write also what is there already; planted faults go.")
        var force = false

        func run() throws {
            let start = SystemClock.monotonicSeconds
            for pipeline in try chosen() {
                let settings = Settings(scale: scale, seed: seed)
                let generation = Generation(root: folder.output)
                let count = try readable { () throws(FileError) in
                    try generation.generate(pipeline, settings, isForced: force)
                }
                print(count.map { "\(pipeline.rawValue): \($0) files" } ?? "\(pipeline.rawValue): all there")
            }
            let tenths = Int((SystemClock.monotonicSeconds - start) * 10)
            print("\(scale.rawValue) scale in \(tenths / 10).\(tenths % 10) s, in \(folder.output)/")
        }

        private func chosen() throws -> [Pipeline] {
            guard let pipelines else { return Pipeline.allCases }
            return try pipelines.split(separator: ",").map { name in
                guard let pipeline = Pipeline(rawValue: String(name)) else {
                    throw ValidationError("there is no pipeline \(name)")
                }
                return pipeline
            }
        }
    }

    struct Plant: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Adds the files of a fault to generated ones, and prints their paths.")

        @OptionGroup var folder: Output

        @Argument(help: "The name of the fault, as `landing faults` lists it.")
        var fault: Fault

        func run() throws {
            let paths = try readable { () throws(FileError) in try Generation(root: folder.output).plant(fault) }
            guard let paths else {
                throw ValidationError(
                    "\(folder.output)/ has no files of \(fault.pipeline.rawValue); run `landing generate` first")
            }
            for path in paths { print(Path.join(folder.output, path)) }
        }
    }

    struct Faults: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lists the faults that can be planted.")

        func run() {
            for fault in Fault.allCases {
                let gap = String(repeating: " ", count: 30 - fault.rawValue.utf8.count)
                print(fault.rawValue + gap + fault.summary)
            }
        }
    }
}

extension Scale: ExpressibleByArgument {}
extension Fault: ExpressibleByArgument {}

/// What the system refuses becomes a sentence for people.
private func readable<Result>(_ body: () throws(FileError) -> Result) throws -> Result {
    do throws(FileError) {
        return try body()
    } catch {
        throw ValidationError(error.diagnostic().message)
    }
}
