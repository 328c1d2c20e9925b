public import Formats

/// One entry of `packages:` in packages.yml, dependencies.yml or package-lock.yml.
///
/// Source: dbt-core 1.11, packages; the contracts of dbt/contracts/project.py.
public struct PackageDeclaration: Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
        case local(path: String)
        case tarball(url: String, name: String)
        case git(url: String, revision: String?, subdirectory: String?, warnsUnpinned: Bool)
        case hub(name: String, versions: [String], installsPrereleases: Bool)
        /// A repository that only dbt's platform can reach.
        case privateRepository(String)
    }

    public let kind: Kind
    /// The entry before templates were rendered; empty when that is not known.
    public let written: DataMapping
    /// The entry as dbt's contract has it, with defaults: what the lock's hash is made of.
    private let record: DataMapping

    /// The line of this entry in the text that the lock's hash is made of.
    public var fingerprint: String { JSON.text(.mapping(record), sortKeys: true) }

    /// The keys of each kind, the first is the one by which it is known.
    private static let keys: [(String, others: [String])] = [
        ("local", ["name"]), ("tarball", ["name"]),
        ("git", ["revision", "warn-unpinned", "subdirectory", "name"]),
        ("package", ["version", "install_prerelease", "name"]),
        ("private", ["provider", "revision", "warn-unpinned", "subdirectory", "name"]),
    ]

    /// - Throws: the sentence of dbt's validator.
    init(_ entry: DataValue, written: DataMapping?) throws(PackageListError) {
        let fields = entry.mapping ?? [:]
        try Self.checkFields(fields)
        var shown = fields
        if let written { shown["unrendered"] = .mapping(written) }
        let mistake = PackageListError(
            "\(entry.mapping == nil ? entry.pythonRepr : DataValue.mapping(shown).pythonRepr) is not valid under any of the given schemas",
            hint: Self.hint(fields))
        guard let (kind, others) = Self.keys.first(where: { fields[$0.0] != nil }), fields[kind]?.string != nil,
            fields.keys.allSatisfy({ $0 == kind || $0 == "unrendered" || others.contains($0) })
        else { throw mistake }
        let texts = ["name", "subdirectory", "provider"].compactMap { fields[$0] }
        guard texts.allSatisfy({ $0.isNull || $0.string != nil }) else { throw mistake }
        self.written = written ?? [:]
        var record: DataMapping = [kind: fields[kind] ?? .null, "unrendered": .mapping(self.written)]
        for key in others { record[key] = fields[key] ?? .null }
        if record["name"]?.isNull == true { record["name"] = nil }
        if kind == "package", fields["install_prerelease"] == nil { record["install_prerelease"] = false }
        self.record = record
        guard let value = Self.kind(kind, fields) else { throw mistake }
        self.kind = value
    }

    /// What dbt looks at before it looks at the rest.
    private static func checkFields(_ fields: DataMapping) throws(PackageListError) {
        for (key, what) in [("package", "hub"), ("local", "local"), ("git", "git")] where fields[key]?.string == "" {
            throw PackageListError("A \(what) package is missing the value. It is a required property.")
        }
        guard let package = fields["package"]?.string else { return }
        guard fields["version"]?.isTruthy == true else {
            throw PackageListError(
                "\(package) is missing the version. When installing from the Hub package index, version is a required property"
            )
        }
        guard package.contains("/") else {
            throw PackageListError(
                "\(package) was not found in the package index. Packages on the index require a namespace, e.g dbt-labs/dbt_utils"
            )
        }
    }

    private static func hint(_ fields: DataMapping) -> String? {
        fields["install-prerelease"] != nil
            ? "the key is called install_prerelease"
            : fields["warn_unpinned"] != nil
                ? "the key is called warn-unpinned"
                : fields["tarball"] != nil && fields["name"] == nil ? "a tarball needs a name" : nil
    }

    /// Nil when a value has a wrong type.
    private static func kind(_ kind: String, _ fields: DataMapping) -> Kind? {
        let value = fields[kind]?.string ?? ""
        switch kind {
        case "local": return .local(path: value)
        case "tarball": return fields["name"]?.string.map { .tarball(url: value, name: $0) }
        case "package":
            let flag = fields["install_prerelease"] ?? false
            guard let versions = versions(fields["version"]), flag.isNull || flag.bool != nil else { return nil }
            return .hub(name: value, versions: versions, installsPrereleases: flag.bool ?? false)
        default:
            let (revision, flag) = (fields["revision"] ?? .null, fields["warn-unpinned"] ?? .null)
            guard revision.isNull || versions(revision)?.count == 1, revision.list == nil,
                flag.isNull || flag.bool != nil
            else { return nil }
            if kind == "private" { return .privateRepository(value) }
            return .git(
                url: value, revision: versions(revision)?.first, subdirectory: fields["subdirectory"]?.string,
                warnsUnpinned: flag.bool ?? true)
        }
    }

    /// A version, or a list of them: texts and numbers.
    private static func versions(_ value: DataValue?) -> [String]? {
        switch value {
        case .list(let items)?:
            let texts = items.compactMap { $0.list == nil ? versions($0)?.first : nil }
            return texts.count == items.count ? texts : nil
        case .string(let text)?: return [text]
        case .int?, .float?, .bigInt?: return value.map { [$0.pythonText] }
        default: return nil
        }
    }
}

/// Why a list of packages is not one.
struct PackageListError: Error {
    let message: String
    var hint: String?

    init(_ message: String, hint: String? = nil) {
        self.message = message
        self.hint = hint
    }
}
