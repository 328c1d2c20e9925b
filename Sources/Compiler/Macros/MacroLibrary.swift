public import Diagnostics
public import ProjectModel

/// Every macro of the project, its packages and Martlet itself, and the rules by which names find them.
///
/// Immutable and shared by all threads; a macro's template is compiled when it is first called.
/// Source: dbt-core 1.11, macro name resolution and dispatch.
public final class MacroLibrary: Sendable {
    /// Martlet's own packages under dbt's names; a macro of the later one hides that of the earlier.
    static let internalPackages = ["dbt", "dbt_postgres"]

    let rootPackage: String
    /// All macros, in the order in which they were found.
    public let macros: [ProjectMacro]
    private let byID: [UniqueID: ProjectMacro]
    /// The macros of each project package by name.
    private let byPackage: [String: [String: ProjectMacro]]
    /// Martlet's own, both packages in one.
    private let builtIn: [String: ProjectMacro]
    /// The names of the root project and the installed packages, the root first.
    let packageNames: [String]
    /// `dispatch:` of the root project.
    private let searchOrders: [String: [String]]

    /// - Throws: when a package defines two macros of one name.
    init(
        _ macros: [ProjectMacro], rootPackage: String, packageNames: [String], searchOrders: [String: [String]]
    ) throws(Diagnostic) {
        self.rootPackage = rootPackage
        self.macros = macros
        self.packageNames = packageNames
        self.searchOrders = searchOrders
        var byID: [UniqueID: ProjectMacro] = [:]
        byID.reserveCapacity(macros.count)
        var byPackage: [String: [String: ProjectMacro]] = [:]
        var builtIn: [String: ProjectMacro] = [:]
        for package in packageNames { byPackage[package] = [:] }
        for definition in macros {
            let macro = definition.macro
            byID[macro.uniqueID] = definition
            if Self.internalPackages.contains(macro.packageName) {
                // The adapter's package comes second, so that its macros hide the general ones.
                builtIn[macro.name] = definition
            } else if let other = byPackage[macro.packageName, default: [:]].updateValue(definition, forKey: macro.name)
            {
                throw Self.duplicate(other, definition)
            }
        }
        self.byID = byID
        self.byPackage = byPackage
        self.builtIn = builtIn
    }

    private static func duplicate(_ first: ProjectMacro, _ second: ProjectMacro) -> Diagnostic {
        Diagnostic(
            .macroDuplicate,
            """
            dbt found two macros named "\(first.macro.name)" in the project
            "\(first.macro.packageName)".
             To fix this error, rename or remove one of the following macros:
                - \(first.macro.originalFilePath)
                - \(second.macro.originalFilePath)
            """, at: nil, in: second.source)
    }

    public func macro(id: UniqueID) -> ProjectMacro? { byID[id] }

    /// The macro of exactly this package; `dbt` stands for all built-in ones.
    func macro(named name: String, in package: String) -> ProjectMacro? {
        if Self.internalPackages.contains(package) { return builtIn[name] }
        return byPackage[package]?[name]
    }

    /// The macro that dbt takes a name in the text of a macro for: of `package`, where that is one, else of the root
    /// project, of any installed package or built in.
    func mentioned(_ name: String, in package: String) -> ProjectMacro? {
        macro(named: name, in: package) ?? macroAnywhere(named: name)
    }

    /// The macro of the root project, of the last installed package that has one of the name, or a built-in one.
    private func macroAnywhere(named name: String) -> ProjectMacro? {
        if let found = byPackage[rootPackage]?[name] { return found }
        for other in packageNames.reversed() {
            if let found = byPackage[other]?[name] { return found }
        }
        return builtIn[name]
    }

    /// The names of a package's macros, in order of the alphabet.
    func macroNames(in package: String) -> [String] {
        let macros = Self.internalPackages.contains(package) ? builtIn : byPackage[package] ?? [:]
        return macros.keys.sorted()
    }

    /// Every name that macros and packages give to the templates of `package`, each once, without those of `others`.
    func names(for package: String, besides others: Set<String>) -> [String] {
        var seen = others
        return (macroNames(in: package) + macroNames(in: rootPackage) + packageNames + ["dbt"] + macroNames(in: "dbt"))
            .filter { seen.insert($0).inserted }
    }

    func isPackage(_ name: String) -> Bool { name == "dbt" || byPackage[name] != nil }

    /// The macro that hides a context function of the same name in a node of `package`.
    func override(named name: String, for package: String) -> ProjectMacro? {
        byPackage[package]?[name] ?? byPackage[rootPackage]?[name]
    }

    /// Whether the root project or an installed package has a macro of that name.
    func isReplaced(_ name: String) -> Bool { packageNames.contains { byPackage[$0]?[name] != nil } }

    func builtInMacro(named name: String) -> ProjectMacro? { builtIn[name] }

    /// What an unqualified call means in a node of `package`.
    public func macro(named name: String, for package: String) -> ProjectMacro? {
        override(named: name, for: package) ?? builtIn[name]
    }

    /// What a possibly qualified name, such as `dbt_utils.star`, means in a node of `package`.
    func macro(path: [String], for package: String) -> ProjectMacro? {
        switch path.count {
        case 1: macro(named: path[0], for: package)
        case 2: macro(named: path[1], in: path[0])
        default: nil
        }
    }
}

extension MacroLibrary {
    /// The macro that `adapter.dispatch(name, namespace)` finds.
    /// - Parameter package: of the node that is rendered; nil where only the text of a macro is read, in which dbt looks
    ///   for unqualified names in all packages.
    /// - Throws: when there is none, with all the names that were tried.
    func dispatch(_ name: String, namespace: String?, for package: String?) throws(Diagnostic) -> ProjectMacro {
        guard !name.contains(".") else {
            let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
            throw Diagnostic(
                .dispatchInvalid,
                "In adapter.dispatch, got a macro name of \"\(name)\", but \".\" is not a valid macro name component. "
                    + "Did you mean `adapter.dispatch(\"\(parts.last ?? "")\", macro_namespace=\"\(parts.first ?? "")\")`?"
            )
        }
        var tried: [String] = []
        for searched in searchedPackages(namespace) {
            for prefix in ["postgres", "default"] {
                let candidate = "\(prefix)__\(name)"
                let found =
                    if let searched {
                        macro(named: candidate, in: searched)
                    } else if let package {
                        macro(named: candidate, for: package)
                    } else {
                        macroAnywhere(named: candidate)
                    }
                if let found { return found }
                tried.append(searched.map { "'\($0).\(candidate)'" } ?? "'\(candidate)'")
            }
        }
        let scope = namespace.map { " found within namespace: '\($0)'" } ?? " found"
        throw Diagnostic(
            .dispatchNotFound,
            "In dispatch: No macro named '\(name)'\(scope)\n    Searched for: \(tried.joined(separator: ", "))")
    }

    /// The packages in which a dispatch looks, in order; nil stands for the lookup of unqualified names.
    private func searchedPackages(_ namespace: String?) -> [String?] {
        guard let namespace else { return [nil] }
        if let order = searchOrders[namespace] { return order }
        return isPackage(namespace) ? [rootPackage, namespace] : [nil]
    }

    /// The macro that runs nodes materialized as `name`.
    ///
    /// - Parameter packagesReplaceBuiltIn: whether an installed package may replace a built-in materialization, which
    ///   it may not unless the project's flags say so.
    /// - Throws: when there is none.
    func materialization(_ name: String, packagesReplaceBuiltIn: Bool = false) throws(Diagnostic) -> ProjectMacro {
        let names = ["postgres", "default"].map { "materialization_\(name)_\($0)" }
        let asksPackages = packagesReplaceBuiltIn || names.allSatisfy { builtIn[$0] == nil }
        for macroName in names {
            if let own = byPackage[rootPackage]?[macroName] { return own }
            for package in packageNames where asksPackages && package != rootPackage {
                if let found = byPackage[package]?[macroName] { return found }
            }
            if let own = builtIn[macroName] { return own }
        }
        throw Diagnostic(
            .materializationNotFound,
            "No materialization '\(name)' was found for adapter postgres! (searched types 'default' and 'postgres')",
            hint: Suggestion.hint(
                for: name, in: ["view", "table", "incremental", "ephemeral", "materialized_view", "seed", "snapshot"]))
    }

    /// Whether a materialization comes with Martlet, whoever else has one of the name.
    func hasBuiltIn(materialization name: String) -> Bool { builtIn["materialization_\(name)_default"] != nil }

    /// The macro that gives a node of `package` its schema, alias or database.
    ///
    /// A package's own comes first, then the root project's, then the built-in one.
    func naming(_ name: String, for package: String) -> ProjectMacro? { macro(named: name, for: package) }

    /// Whether a built-in naming macro does what it says, because no project replaces it or what it dispatches to.
    func isDefaultNaming(_ name: String, for package: String) -> Bool {
        guard override(named: name, for: package) == nil else { return false }
        return (searchOrders["dbt"] ?? [rootPackage]).allSatisfy { searched in
            byPackage[searched]?["postgres__\(name)"] == nil && byPackage[searched]?["default__\(name)"] == nil
        }
    }
}

extension Diagnostic.Code {
    /// Two macros of one name in one package.
    public static let macroDuplicate = Self(rawValue: "macro-duplicate")
    /// `adapter.dispatch` with a name that cannot be one.
    public static let dispatchInvalid = Self(rawValue: "dispatch-invalid")
    /// `adapter.dispatch` found no implementation.
    public static let dispatchNotFound = Self(rawValue: "dispatch-not-found")
    /// A `materialized` that no macro implements.
    public static let materializationNotFound = Self(rawValue: "materialization-not-found")
}
