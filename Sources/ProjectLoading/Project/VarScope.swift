public import Formats

/// The values that `var()` sees in the files of one package.
///
/// Source: dbt-core 1.11, vars: the command line, then the root project's values for the package, its global
/// ones, then the package's own in the same order.
public struct VarScope: Sendable, Hashable {
    private var layers: [DataMapping]

    /// - Parameters:
    ///   - package: whose files are rendered.
    ///   - root: `vars:` of the root project.
    ///   - own: `vars:` of the package itself.
    public init(package: String, commandLine: DataMapping, root: DataMapping, own: DataMapping) {
        layers = [commandLine, root[package]?.mapping ?? [:], root, own[package]?.mapping ?? [:], own]
    }

    /// Only the values of the command line, as `dbt_project.yml` and `profiles.yml` see them.
    public init(commandLine: DataMapping) { layers = [commandLine] }

    /// The values of the command line.
    public var commandLine: DataMapping { layers[0] }

    /// The value of `name`; nil when nothing sets it.
    public subscript(name: String) -> DataValue? {
        for layer in layers {
            if let value = layer[name] { return value }
        }
        return nil
    }

    public func has(_ name: String) -> Bool { self[name] != nil }

    /// All values by name, as the message of a missing variable shows them.
    public var all: DataMapping {
        var merged: DataMapping = [:]
        for layer in layers.reversed() {
            for (name, value) in layer { merged[name] = value }
        }
        return merged
    }
}
