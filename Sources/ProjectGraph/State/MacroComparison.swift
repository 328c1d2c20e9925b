internal import Formats
internal import ProjectModel

/// Which macros have changed since an earlier invocation, themselves or by what they call.
struct MacroComparison {
    private let changed: Set<UniqueID>

    init(_ current: Manifest, _ previous: Manifest) {
        var changed = Set<UniqueID>()
        var callers: [UniqueID: [UniqueID]] = [:]
        for macro in current.macros.values {
            if previous.macros[macro.uniqueID]?.code != macro.code { changed.insert(macro.uniqueID) }
            for called in macro.dependsOnMacros { callers[called, default: []].append(macro.uniqueID) }
        }
        changed.formUnion(previous.macros.keys.filter { current.macros[$0] == nil })
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
