internal import Compiler

/// What `--version` prints: our own version, then dbt's layout, which tools read.
enum VersionText {
    /// Martlet's own version.
    static let version = "0.1.0"

    static var text: String {
        """
        martlet \(version)
        Core:
          - installed: \(Compatibility.coreVersion)
          - latest:    \(Compatibility.coreVersion) - Up to date!

        Plugins:
          - postgres: \(Compatibility.adapterVersion) - Up to date!

        """
    }
}
