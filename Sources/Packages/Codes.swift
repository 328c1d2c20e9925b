internal import Diagnostics

extension Diagnostic.Code {
    /// A package cannot be fetched: no answer, no such repository, no such revision.
    static let packageUnreachable = Diagnostic.Code(rawValue: "package-unreachable")
    /// The package index does not have a package, or no version of it that may be installed.
    static let packageNotFound = Diagnostic.Code(rawValue: "package-not-found")
    /// What the project and its packages ask for contradicts itself.
    static let packageConflict = Diagnostic.Code(rawValue: "package-conflict")
    /// A package would write outside of its folder, or run a program, and is refused.
    static let packageUnsafe = Diagnostic.Code(rawValue: "package-unsafe")
    /// What was fetched is no package.
    static let packageMalformed = Diagnostic.Code(rawValue: "package-malformed")
    /// A package of a kind that only dbt's platform can install.
    static let packagePrivate = Diagnostic.Code(rawValue: "package-private")
}
