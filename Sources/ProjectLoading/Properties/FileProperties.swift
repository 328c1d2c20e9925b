internal import Diagnostics
internal import Formats
internal import ProjectModel

/// What one yml file says, before the files of a package are put together.
struct FileProperties: Sendable {
    var patches: [ResourceProperties] = []
    var macros: [MacroProperties] = []
    var sources: [SourceEntry] = []
    var sourcePatches: [SourceEntry] = []
    var tests: [TestDeclaration] = []
    var unitTests: [UnitTestDeclaration] = []
    var resources: [ResourceDeclaration] = []
    var warnings: [Diagnostic] = []
    /// `config:` of the versions of the entry that is being read, as written.
    var unrenderedVersionConfigs: [String: DataMapping] = [:]
}

/// An entry of `sources:`, rendered but not merged with its tables yet.
struct SourceEntry: Sendable {
    var file: PropertyFile
    var data: DataMapping
    var node: YAMLNode
    var unrenderedDatabase: String?
    var unrenderedSchema: String?
}
