public import Diagnostics

/// A yml file of properties, as the place from which a declaration comes.
public struct PropertyFile: Sendable, Hashable {
    public var packageName: String
    /// The resource path in which the file was found, such as `models`.
    public var root: String
    /// Relative to `root`, such as `marts/schema.yml`.
    public var path: String
    /// The text, with the path relative to the project.
    public var text: SourceText

    public init(packageName: String, root: String, path: String, text: SourceText) {
        self.packageName = packageName
        self.root = root
        self.path = path
        self.text = text
    }

    /// Relative to the project, such as `models/marts/schema.yml`.
    public var originalPath: String { text.path }
    /// What stands in `patch_path`: `shop://models/marts/schema.yml`.
    public var patchPath: String { "\(packageName)://\(originalPath)" }

    /// The package, the folders of the file below its resource path, then `names`.
    public func fqn(_ names: String...) -> [String] {
        [packageName] + path.split(separator: "/").dropLast().map(String.init) + names
    }

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

extension PropertyFile {
    /// As `fqn`, but below the first folder of the path, whatever the resource path is: so dbt places tests.
    func testFQN(_ names: String...) -> [String] {
        [packageName] + originalPath.split(separator: "/").dropFirst().dropLast().map(String.init) + names
    }
}
