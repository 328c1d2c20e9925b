/// What a file's content is recognised by.
///
/// Source: dbt-core 1.11: sha256 of the text without leading and trailing white space; seeds over 1 MiB are
/// known by their path only; generic tests have none.
public enum FileChecksum: Sendable, Hashable {
    case sha256(String)
    case path(String)
    case none

    /// The value of `checksum.name` in the manifest.
    public var name: String {
        switch self {
        case .sha256: "sha256"
        case .path: "path"
        case .none: "none"
        }
    }

    /// The value of `checksum.checksum` in the manifest.
    public var value: String {
        switch self {
        case .sha256(let digest): digest
        case .path(let path): path
        case .none: ""
        }
    }
}
