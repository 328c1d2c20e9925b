public import Formats

/// A macro, materialization or generic test of a project, a package or Martlet itself, as the manifest lists it.
///
/// The compiled template is kept by the compiler under the same unique id.
public struct Macro: Sendable, Hashable {
    public var uniqueID: UniqueID
    /// `cents_to_dollars`, `materialization_table_default`, `test_unique`.
    public var name: String
    public var packageName: String
    public var path: String
    public var originalFilePath: String
    /// The whole block with its tags.
    public var code: String
    public var dependsOnMacros: [UniqueID] = []
    public var description = ""
    public var meta: DataMapping = [:]
    public var docs: DataMapping = ["show": true, "node_color": .null]
    public var config: DataMapping = [:]
    public var patchPath: String?
    public var arguments: [DataMapping] = []
    public var supportedLanguages: [String]?
    public var createdAt: Double = 0

    public init(
        uniqueID: UniqueID, name: String, packageName: String, path: String, originalFilePath: String, code: String
    ) {
        self.uniqueID = uniqueID
        self.name = name
        self.packageName = packageName
        self.path = path
        self.originalFilePath = originalFilePath
        self.code = code
    }
}

/// A `{% docs %}` block.
public struct Documentation: Sendable, Hashable {
    public var uniqueID: UniqueID
    public var name: String
    public var packageName: String
    public var path: String
    public var originalFilePath: String
    public var contents: String

    public init(
        uniqueID: UniqueID, name: String, packageName: String, path: String, originalFilePath: String, contents: String
    ) {
        self.uniqueID = uniqueID
        self.name = name
        self.packageName = packageName
        self.path = path
        self.originalFilePath = originalFilePath
        self.contents = contents
    }
}
