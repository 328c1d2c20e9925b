internal import Formats
internal import ProjectModel

/// Which macros have changed since an earlier invocation, themselves or by what they call.
///
/// Built-in macros count as unchanged: the earlier invocation may be one of dbt, whose macros have other texts.
struct MacroComparison {
    private let changed: Set<UniqueID>
    private static let builtInPackages: Set = ["dbt", "dbt_postgres"]

    init(_ current: Manifest, _ previous: Manifest) {
        var changed = Set<UniqueID>()
        var callers: [UniqueID: [UniqueID]] = [:]
        for macro in current.macros.values {
            if !Self.builtInPackages.contains(macro.packageName), previous.macros[macro.uniqueID]?.code != macro.code {
                changed.insert(macro.uniqueID)
            }
            for called in macro.dependsOnMacros { callers[called, default: []].append(macro.uniqueID) }
        }
        for macro in previous.macros.values where current.macros[macro.uniqueID] == nil {
            if !Self.builtInPackages.contains(macro.packageName) { changed.insert(macro.uniqueID) }
        }
        var stack = Array(changed)
        while let macro = stack.popLast() {
            for caller in callers[macro] ?? [] where changed.insert(caller).inserted { stack.append(caller) }
        }
        self.changed = changed
    }

    /// Whether one of the macros that something calls has changed.
    func isChanged(_ dependencies: DependsOn) -> Bool {
        !changed.isEmpty && dependencies.macros.contains(where: changed.contains)
    }
}
