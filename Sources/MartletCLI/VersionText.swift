internal import Compiler

/// What `--version` prints: dbt's layout, which tools read for its first number, then our own version.
enum VersionText {
    /// Martlet's own version.
    static let version = "0.1.0"

    static var text: String {
        """
        Core:
          - installed: \(Compatibility.coreVersion)
          - latest:    \(Compatibility.coreVersion) - Up to date!

        Plugins:
          - postgres: \(Compatibility.adapterVersion) - Up to date!

        martlet \(version)

        """
    }
}
