public import Diagnostics

/// A yml file of properties, as the place from which a declaration comes.
///
/// A class, since every declaration of the file refers to it.
public final class PropertyFile: Sendable {
    public let packageName: String
    /// The resource path in which the file was found, such as `models`.
    public let root: String
    /// Relative to `root`, such as `marts/schema.yml`.
    public let path: String
    /// The text, with the path relative to the project.
    public let text: SourceText
    /// The package and the folders of the file below its resource path.
    private let folders: [String]
    /// The package and the folders below the first folder of the path, whatever the resource path is.
    private let testFolders: [String]

    public init(packageName: String, root: String, path: String, text: SourceText) {
        self.packageName = packageName
        self.root = root
        self.path = path
        self.text = text
        folders = [packageName] + path.split(separator: "/").dropLast().map(String.init)
        testFolders = [packageName] + text.path.split(separator: "/").dropFirst().dropLast().map(String.init)
    }

    /// Relative to the project, such as `models/marts/schema.yml`.
    public var originalPath: String { text.path }
    /// What stands in `patch_path`: `shop://models/marts/schema.yml`.
    public var patchPath: String { "\(packageName)://\(originalPath)" }

    /// The package, the folders of the file below its resource path, then `names`.
    public func fqn(_ names: String...) -> [String] { folders + names }

    /// As `fqn`, but below the first folder of the path: so dbt places generic tests and unit tests.
    public func testFQN(_ names: String...) -> [String] { testFolders + names }
}

extension PropertyFile: Hashable {
    public static func == (a: PropertyFile, b: PropertyFile) -> Bool {
        a.packageName == b.packageName && a.text.path == b.text.path
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(packageName)
        hasher.combine(text.path)
    }
}

/// Where a declaration stands: a yml file and a range of its text.
public struct PropertyPlace: Sendable, Hashable {
    public var file: PropertyFile
    public var range: SourceRange

    public init(file: PropertyFile, range: SourceRange) {
        self.file = file
        self.range = range
    }
}
