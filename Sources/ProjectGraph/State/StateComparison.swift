public import Diagnostics
internal import Formats
public import ProjectModel

/// Compares the resources of a manifest with those of an earlier invocation, for `state:`.
///
/// Source: dbt-core 1.11, state comparison.
public struct StateComparison {
    private let current: Manifest
    private let previous: Manifest
    private let contents: ContentComparison
    private let contracts: ContractComparison
    /// Tests that the earlier invocation had dropped; they count as nodes that were there.
    private let dropped: [UniqueID: Node]

    /// - Parameter state: what is known of the earlier invocation, with its manifest.
    /// - Throws: when there is no manifest to compare with.
    public init(_ current: Manifest, with state: PreviousState?) throws(Diagnostic) {
        guard let state, let previous = state.manifest else {
            throw Diagnostic(
                .selectionInvalid, "Got a state selector method, but no comparison manifest", family: .runtime)
        }
        self.current = current
        self.previous = previous
        contents = ContentComparison(comparesUnrenderedValues: state.comparesUnrenderedValues)
        contracts = ContractComparison(now: state.now)
        dropped = Dictionary(previous.disabled.droppedTests.map { ($0.uniqueID, $0) }) { _, last in last }
    }

    /// The resources that `state:value` selects; ones that are gone are none of them.
    /// - Parameter warn: called for each contract of a model without versions that was broken, also of models that are gone.
    /// - Throws: when there is no such value, or the contract of a versioned model was broken.
    public func ids(matching value: String, warn: (Diagnostic) -> Void) throws(Diagnostic) -> Set<UniqueID> {
        switch value {
        case "new": return Set(current.graph.ids.filter { !isOld($0) })
        case "old": return Set(current.graph.ids.filter(isOld))
        case "modified": return try modified(warn)
        case "unmodified": return Set(current.graph.ids).subtracting(try modified(warn))
        case "modified.body":
            tellBigSeeds(warn)
            return nodes { contents.hasSameBody($0, $1) }
        case "modified.configs": return modifiedConfigs()
        case "modified.persisted_descriptions": return nodes { contents.hasSameDescriptions($0, $1) }
        case "modified.relation":
            return nodes { contents.hasSameRelation($0, $1) }.union(sources { contents.hasSameRelation($0, $1) })
        case "modified.macros": return modifiedMacros()
        case "modified.contract": return try modifiedContracts(warn)
        default:
            let known = PreviousState.stateValues.map { "'\($0)'" }.joined(separator: ", ")
            throw Diagnostic(
                .selectionInvalid, "Got an invalid selector \"\(value)\", expected one of \"[\(known)]\"",
                family: .runtime)
        }
    }

    private func isOld(_ id: UniqueID) -> Bool {
        previousNode(id) != nil || previous.sources[id] != nil || previous.resources[id] != nil
            || previous.unitTests[id] != nil
    }

    private func previousNode(_ id: UniqueID) -> Node? { previous.nodes[id] ?? dropped[id] }

    /// The nodes that are new or not the same.
    private func nodes(_ isSame: (Node, Node) -> Bool) -> Set<UniqueID> {
        Set(
            current.nodes.values.filter { node in
                previousNode(node.uniqueID).map { !isSame(node, $0) } ?? true
            }.map(\.uniqueID))
    }

    /// The sources that are new or not the same.
    private func sources(_ isSame: (SourceTable, SourceTable) -> Bool) -> Set<UniqueID> {
        Set(
            current.sources.values.filter { source in
                previous.sources[source.uniqueID].map { !isSame(source, $0) } ?? true
            }.map(\.uniqueID))
    }

    /// Warns of each seed that is too big for its contents to be compared.
    private func tellBigSeeds(_ warn: (Diagnostic) -> Void) {
        for seed in current.nodes.values where seed.resourceType == .seed {
            guard case .path = seed.checksum, let old = previousNode(seed.uniqueID) else { continue }
            let head = "Found a seed (\(seed.packageName).\(seed.name)) >1MB in size"
            let (code, text): (Diagnostic.Code, String) =
                if case .path = old.checksum {
                    seed.checksum == old.checksum
                        ? (
                            .seedNotCompared,
                            " at the same path, dbt cannot tell if it has changed: assuming they are the same"
                        )
                        : (.seedMoved, ". The previous file was in a different location, assuming it has changed")
                } else { (.seedGrown, ". The previous file was <=1MB, so it has changed") }
            warn(Diagnostic(code, head + text, severity: .warning))
        }
    }

    private func modified(_ warn: (Diagnostic) -> Void) throws(Diagnostic) -> Set<UniqueID> {
        tellBigSeeds(warn)
        var ids = nodes { contents.isSame($0, $1) }
        // What is only described is not modified when it is new.
        for source in current.sources.values {
            if let old = previous.sources[source.uniqueID], !contents.isSame(source, old) {
                ids.insert(source.uniqueID)
            }
        }
        for resource in current.resources.values where resource.resourceType != .group {
            if let old = previous.resources[resource.uniqueID], !contents.isSame(resource, old) {
                ids.insert(resource.uniqueID)
            }
        }
        for test in current.unitTests.values {
            let old = previous.unitTests[test.uniqueID]
            if old == nil || old?.checksum != test.checksum { ids.insert(test.uniqueID) }
        }
        for node in current.nodes.values {
            guard let old = previousNode(node.uniqueID), try !contracts.isSame(node, old, warn) else { continue }
            ids.insert(node.uniqueID)
        }
        try checkRemoved(warn)
        return ids.union(modifiedMacros())
    }

    private func modifiedConfigs() -> Set<UniqueID> {
        var ids = nodes { ConfigComparison.isSame($0, $1) }.union(sources { ConfigComparison.isSame($0, $1) })
        for resource in current.resources.values where resource.resourceType != .group {
            let isSame = previous.resources[resource.uniqueID].map { ConfigComparison.isSame(resource, $0) } ?? false
            if !isSame { ids.insert(resource.uniqueID) }
        }
        return ids
    }

    private func modifiedMacros() -> Set<UniqueID> {
        let macros = MacroComparison(current, previous)
        var ids = Set(current.nodes.values.filter { macros.isChanged($0.dependsOn) }.map(\.uniqueID))
        ids.formUnion(
            current.resources.values.filter { $0.resourceType != .group && macros.isChanged($0.dependsOn) }
                .map(\.uniqueID))
        ids.formUnion(current.unitTests.values.filter { macros.isChanged($0.dependsOn) }.map(\.uniqueID))
        return ids
    }

    private func modifiedContracts(_ warn: (Diagnostic) -> Void) throws(Diagnostic) -> Set<UniqueID> {
        var ids = Set<UniqueID>()
        for node in current.nodes.values {
            guard let old = previousNode(node.uniqueID) else {
                ids.insert(node.uniqueID)
                continue
            }
            if try !contracts.isSame(node, old, warn) { ids.insert(node.uniqueID) }
        }
        try checkRemoved(warn)
        return ids
    }

    /// Looks at the contracts of models that are gone or switched off.
    private func checkRemoved(_ warn: (Diagnostic) -> Void) throws(Diagnostic) {
        let disabled = Dictionary(current.disabled.nodes.map { ($0.uniqueID, $0) }) { first, _ in first }
        for old in previous.nodes.values where old.model != nil && current.nodes[old.uniqueID] == nil {
            try contracts.checkRemoved(old, disabled: disabled[old.uniqueID], warn)
        }
    }
}

extension Diagnostic.Code {
    /// A seed of more than 1 MB is taken for unchanged.
    public static let seedNotCompared = Self(rawValue: "seed-not-compared")
    /// A seed of more than 1 MB was in another place, so that it is taken for changed.
    public static let seedMoved = Self(rawValue: "seed-moved")
    /// A seed has grown over 1 MB.
    public static let seedGrown = Self(rawValue: "seed-grown")
}
