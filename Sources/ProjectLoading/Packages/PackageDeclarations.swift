internal import Diagnostics
internal import Formats
internal import Platform

/// The packages that a project asks for, or that its lock names.
public struct PackageDeclarations: Sendable, Hashable {
    public let packages: [PackageDeclaration]
    /// The file that names them: `packages.yml` unless `dependencies.yml` does.
    public let file: String

    /// - Parameters:
    ///   - data: the document, rendered; null when there is none.
    ///   - written: the document as it is written; nil leaves it out of the lock's hash.
    /// - Throws: dbt's error about a malformed file.
    init(_ data: DataValue, written: DataValue?, file: String) throws(Diagnostic) {
        self.file = file
        do throws(PackageListError) {
            packages = try Self.read(data, written)
        } catch {
            throw Diagnostic(
                .packagesInvalid,
                """
                The packages.yml file in this project is malformed. Please double check
                the contents of this file and fix any errors before retrying.

                You can find more information on the syntax for this file here:
                https://docs.getdbt.com/docs/package-management

                Validator Error:
                \(error.message)

                """, family: .runtime, hint: error.hint)
        }
    }

    private static func read(
        _ data: DataValue, _ written: DataValue?
    ) throws(PackageListError) -> [PackageDeclaration] {
        guard data.isTruthy else { return [] }
        if let key = (data.mapping ?? [:]).keys.first(where: { $0 != "packages" && $0 != "sha1_hash" }) {
            throw PackageListError("Additional properties are not allowed ('\(key)' was unexpected)")
        }
        guard let value = data["packages"] else { throw PackageListError("'packages' is a required property") }
        guard let items = value.list else { throw PackageListError("\(value.pythonRepr) is not of type 'array'") }
        let originals = written?["packages"]?.list ?? []
        var packages: [PackageDeclaration] = []
        for (index, item) in items.enumerated() {
            let original = index < originals.count ? originals[index].mapping : nil
            packages.append(try PackageDeclaration(item, written: original))
        }
        return packages
    }

    /// What package-lock.yml keeps to see whether the packages asked for have changed.
    ///
    /// Source: dbt-core 1.11, `_create_sha1_hash` of dbt/task/deps.py.
    public var hash: String {
        let lines = packages.map(\.fingerprint).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        return Hash.sha1(lines.joined(separator: "\n"))
    }
}
