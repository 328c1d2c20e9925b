public import Diagnostics
internal import Formats
public import ProjectModel

/// Finds the resource that a `ref()`, `source()` or `function()` means.
///
/// Source: dbt-core 1.11, name resolution.
public struct ReferenceIndex: Sendable {
    /// What a reference leads to.
    public enum Target: Sendable, Hashable {
        case found(UniqueID)
        case disabled
        case missing
    }

    private typealias Packages = OrderedDictionary<String, UniqueID>

    private let rootPackage: String
    /// Whether a package finds its own resources before those of the root project.
    private let prefersOwnPackage: Bool
    private var refables: [String: Packages] = [:]
    private var sources: [String: Packages] = [:]
    private var functions: [String: Packages] = [:]
    private var disabledRefables: [String: Set<String>] = [:]
    private var disabledSources: [String: Set<String>] = [:]

    public init(_ project: borrowing ParsedProject) {
        rootPackage = project.rootPackage
        prefersOwnPackage = project.projects[rootPackage]?.searchesOwnPackageFirst ?? false
        for node in project.nodes {
            if node.resourceType == .function {
                functions[node.name, default: [:]][node.packageName] = node.uniqueID
            } else if node.resourceType.isRefable {
                add(node)
            }
        }
        for source in project.sources {
            sources["\(source.sourceName).\(source.name)", default: [:]][source.packageName] = source.uniqueID
        }
        for node in project.disabledNodes where node.resourceType.isRefable {
            disabledRefables[node.name, default: []].insert(node.packageName)
        }
        for source in project.disabledSources {
            disabledSources["\(source.sourceName).\(source.name)", default: []].insert(source.packageName)
        }
    }

    private mutating func add(_ node: Node) {
        guard let model = node.model, let version = model.version else {
            refables[node.name, default: [:]][node.packageName] = node.uniqueID
            return
        }
        refables[node.searchName, default: [:]][node.packageName] = node.uniqueID
        if version == model.latestVersion { refables[node.name, default: [:]][node.packageName] = node.uniqueID }
    }

    /// What `call` means in a node of `package`.
    /// - Throws: when it fits resources of several packages.
    public func resolve(_ call: RefCall, from package: String) throws(Diagnostic) -> Target {
        let key = call.version.map { "\(call.name).v\($0.text)" } ?? call.name
        for candidate in searchOrder(named: call.package, from: package) {
            let ids = matches(refables[key], in: candidate)
            if ids.count > 1 { throw ambiguous(key, ids) }
            if let id = ids.first { return .found(id) }
        }
        return isDisabled(disabledRefables[call.name], named: call.package) ? .disabled : .missing
    }

    /// What `call` means in a node of `package`.
    public func resolve(_ call: SourceCall, from package: String) -> Target {
        let key = "\(call.source).\(call.table)"
        for candidate in searchOrder(named: nil, from: package) {
            if let id = matches(sources[key], in: candidate).first { return .found(id) }
        }
        return isDisabled(disabledSources[key], named: nil) ? .disabled : .missing
    }

    /// What `function()` with these arguments means in a node of `package`.
    public func resolve(function call: NamedCall, from package: String) -> Target {
        guard let name = call.arguments.last else { return .missing }
        let named = call.arguments.count > 1 ? call.arguments.first : nil
        for candidate in searchOrder(named: named, from: package) {
            if let id = matches(functions[name], in: candidate).first { return .found(id) }
        }
        return .missing
    }

    /// The names that `ref()` knows, for suggestions.
    public var refNames: some Sequence<String> { refables.keys }
    /// The names `source.table` that `source()` knows, for suggestions.
    public var sourceNames: some Sequence<String> { sources.keys }

    /// The packages to search, in order; nil stands for any package.
    private func searchOrder(named: String?, from package: String) -> [String?] {
        if let named { return [named] }
        if package == rootPackage { return [rootPackage, nil] }
        return prefersOwnPackage ? [package, rootPackage, nil] : [rootPackage, package, nil]
    }

    private func matches(_ packages: Packages?, in package: String?) -> [UniqueID] {
        guard let packages else { return [] }
        guard let package else { return Array(packages.values) }
        return packages[package].map { [$0] } ?? []
    }

    private func isDisabled(_ packages: Set<String>?, named: String?) -> Bool {
        guard let packages else { return false }
        return named.map(packages.contains) ?? true
    }

    private func ambiguous(_ name: String, _ ids: [UniqueID]) -> Diagnostic {
        let packages = ids.map { $0.split(separator: ".").dropFirst().first.map(String.init) ?? $0 }
        return Diagnostic(
            .refAmbiguous,
            "When referencing '\(name)', dbt found nodes in multiple packages: '\(ids.joined(separator: "', '"))'\n"
                + "To fix this, use two-argument 'ref', with the package name first: '\(packages.joined(separator: "' or '"))'"
        )
    }
}

extension Diagnostic.Code {
    /// A `ref()` that fits resources of several packages.
    public static let refAmbiguous = Self(rawValue: "ref-ambiguous")
    /// A `ref()` to something that does not exist.
    public static let refNotFound = Self(rawValue: "ref-not-found")
    /// A `source()` that no properties file declares.
    public static let sourceNotFound = Self(rawValue: "source-not-found")
    /// A `function()` that does not exist.
    public static let functionNotFound = Self(rawValue: "function-not-found")
    /// A reference to a resource that is switched off.
    public static let refDisabled = Self(rawValue: "ref-disabled")
    /// A reference that the access rules of the other resource forbid.
    public static let refNotAllowed = Self(rawValue: "ref-not-allowed")
    /// Two resources of one name.
    public static let duplicateName = Self(rawValue: "duplicate-name")
    /// Two resources that would be the same relation.
    public static let duplicateRelation = Self(rawValue: "duplicate-relation")
}
