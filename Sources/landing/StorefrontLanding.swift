internal import Platform

struct StorefrontLanding: PipelineFiles {
    init(_ settings: Settings) {}
    func write(to folder: LandingFolder) throws(FileError) {}
    func plant(_ fault: Fault, slot: Int, in folder: LandingFolder) throws(FileError) {}
}
