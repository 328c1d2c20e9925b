/// A file of a project in which resources are defined, found but not read yet.
public struct SourceFile: Sendable, Hashable {
    /// What a file may hold, by the resource path in which it was found and its extension.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case model, seed, snapshot, analysis, macro, singularTest, genericTest, fixture, function, documentation
        case properties
    }

    public var kind: Kind
    public var packageName: String
    /// The folder of the project: absolute.
    public var directory: String
    /// The resource path in which the file was found, such as `models`.
    public var root: String
    /// Relative to `root`, such as `marts/orders.sql`.
    public var path: String
    /// In bytes.
    public var size: Int
    /// The time of the last change, in nanoseconds since 1970.
    public var modified: Int

    public init(
        kind: Kind, packageName: String, directory: String, root: String, path: String, size: Int, modified: Int
    ) {
        self.kind = kind
        self.packageName = packageName
        self.directory = directory
        self.root = root
        self.path = path
        self.size = size
        self.modified = modified
    }

    /// Relative to the project, such as `models/marts/orders.sql`.
    public var originalPath: String { "\(root)/\(path)" }
    /// Resource paths are relative to the project, as a rule.
    public var absolutePath: String { root.hasPrefix("/") ? originalPath : "\(directory)/\(root)/\(path)" }

    /// The file's name without its extension, by which dbt names the resource in it.
    public var stem: String {
        let name = path.split(separator: "/").last ?? ""
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return String(name) }
        return String(name[..<dot])
    }

    /// The extension without its dot, such as `sql`.
    public var fileExtension: String {
        guard let dot = path.lastIndex(of: ".") else { return "" }
        return String(path[path.index(after: dot)...])
    }

    /// The package, the folders below `root`, then `name`: by what configuration finds the resource.
    ///
    /// Source: dbt-core 1.11, fqn rules.
    public func fqn(_ name: String...) -> [String] {
        [packageName] + path.split(separator: "/").dropLast().map(String.init) + name
    }
}
