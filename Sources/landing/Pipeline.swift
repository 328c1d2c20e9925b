internal import Platform

/// How much there is: what a demo needs, or what the public datasets have.
enum Scale: String, CaseIterable {
    case small
    case full
}

/// What decides every byte of the files.
struct Settings: Hashable {
    var scale = Scale.small
    var seed: UInt64 = 1
}

/// The five pipelines by their domain words, which are the names of their folders too.
enum Pipeline: String, CaseIterable {
    case instacart
    case grocery
    case orders15
    case events
    case storefront

    func files(_ settings: Settings) -> any PipelineFiles {
        switch self {
        case .instacart: InstacartLanding(settings)
        case .grocery: GroceryLanding(settings)
        case .orders15: Orders15Landing(settings)
        case .events: EventsLanding(settings)
        case .storefront: StorefrontLanding(settings)
        }
    }
}

/// The landing files of one pipeline.
protocol PipelineFiles {
    init(_ settings: Settings)

    /// Writes all files of the clean base.
    func write(to folder: LandingFolder) throws(FileError)

    /// Adds the files of a fault.
    /// - Parameter slot: how many faults of this pipeline were planted before; each has files of its own.
    func plant(_ fault: Fault, slot: Int, in folder: LandingFolder) throws(FileError)
}
