internal import Diagnostics
internal import Formats
internal import ProjectModel

/// Finds the members that one criterion names, before it is extended along the graph.
///
/// Source: dbt-core 1.11, methods.
struct CriterionMatcher {
    let members: [SelectionMember]
    let manifest: Manifest
    let previousState: PreviousState?
    /// The paths relative to the project that a glob fits on disk.
    let glob: (String) -> Set<String>

    /// - Parameter warn: called with what comparing with an earlier state brings up.
    /// - Throws: when the value is not one that the method takes.
    func positions(of criterion: SelectionCriterion, warn: (Diagnostic) -> Void) throws(Diagnostic) -> Set<Int> {
        let value = criterion.value
        let pattern = Wildcard(value)
        switch criterion.method {
        case .fqn:
            let name = QualifiedName(value)
            return select { $0.type != .source && name.matches($0.fqn, isVersioned: $0.isVersioned) }
        case .tag: return select { $0.tags.contains(where: pattern.matches) }
        case .group:
            return select { ($0.isNode || $0.type == .metric) && ($0.config.group.map(pattern.matches) ?? false) }
        case .access: return select { manifest.nodes[$0.id]?.model?.access == value }
        case .source: return try sources(value)
        case .exposure: return try named(.exposure, value)
        case .metric: return try named(.metric, value)
        case .semanticModel: return try named(.semanticModel, value)
        case .savedQuery: return try named(.savedQuery, value)
        case .unitTest: return try named(.unitTest, value)
        case .path: return paths(value)
        case .file: return select { pattern.matches(fileName($0.path)) || pattern.matches(stem($0.path)) }
        case .package:
            let package = value == "this" ? Wildcard(manifest.rootPackage) : pattern
            return select { package.matches($0.package) }
        case .config: return select { ($0.isNode || $0.type == .source) && configMatches($0, criterion) }
        case .testName: return testNames(pattern)
        case .testType: return try testTypes(value)
        case .resourceType: return try resourceTypes(value)
        case .version: return try versions(value)
        case .state: return try state(value, warn)
        case .result: return try results(value)
        case .sourceStatus: return try sourceStatus(value)
        }
    }

    private func select(_ condition: (SelectionMember) -> Bool) -> Set<Int> {
        Set(members.indices.filter { condition(members[$0]) })
    }

    private func invalid(_ message: String) -> Diagnostic {
        Diagnostic(.selectionInvalid, message, family: .runtime)
    }

    /// dbt reports these as its own errors.
    private func missing(_ message: String) -> Diagnostic {
        Diagnostic(.selectionInvalid, message, family: .internal)
    }

    /// What dbt says of a value with too many parts; for unit tests too it speaks of saved queries.
    private static func nameForms(of type: ResourceType, _ value: String) -> String {
        let (kind, plural, name, package) =
            switch type {
            case .metric: ("metric", "Metrics", "metric_name", "metric_package.metric_name")
            case .semanticModel:
                (
                    "semantic model", "Semantic models", "semantic_model_name",
                    "semantic_model_package.semantic_model_name"
                )
            case .savedQuery:
                ("saved query", "Saved queries", "saved_query_name", "saved_query_package.saved_query_name")
            case .unitTest:
                ("unit test", "Saved queries", "unit_test_name", "unit_test_package_name.unit_test_name")
            default: ("exposure", "Exposures", "exposure_name", "exposure_package.exposure_name")
            }
        return "Invalid \(kind) selector value \"\(value)\". \(plural) must be of the form ${\(name)} or ${\(package)}"
    }

    private func fileName(_ path: String) -> Substring { path.split(separator: "/").last ?? "" }

    private func stem(_ path: String) -> Substring {
        let name = fileName(path)
        guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return name }
        return name[..<dot]
    }

    /// `name` or `package.name`, with wildcards.
    private func named(_ type: ResourceType, _ value: String) throws(Diagnostic) -> Set<Int> {
        let parts = value.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2 else { throw invalid(Self.nameForms(of: type, value)) }
        let package = Wildcard(parts.count > 1 ? String(parts[0]) : "*")
        let name = Wildcard(String(parts[parts.count - 1]))
        return select { $0.type == type && package.matches($0.package) && name.matches($0.name) }
    }

    private func sources(_ value: String) throws(Diagnostic) -> Set<Int> {
        let parts = value.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count <= 3 else {
            throw invalid(
                "Invalid source selector value \"\(value)\". Sources must be of the form "
                    + "`${source_name}`, `${source_name}.${target_name}`, or `${package_name}.${source_name}.${target_name}"
            )
        }
        let package = Wildcard(parts.count == 3 ? parts[0] : "*")
        let source = Wildcard(parts.count == 3 ? parts[1] : parts[0])
        let table = Wildcard(parts.count == 1 ? "*" : parts[parts.count - 1])
        return select { member in
            guard member.type == .source, let entry = manifest.sources[member.id] else { return false }
            return package.matches(entry.packageName) && source.matches(entry.sourceName) && table.matches(entry.name)
        }
    }

    /// A member fits when its file, its properties file or a folder above it is found by the glob.
    private func paths(_ value: String) -> Set<Int> {
        let found = glob(value)
        guard !found.isEmpty else { return [] }
        return select { member in
            var path = member.path[...]
            while !path.isEmpty {
                if found.contains(String(path)) { return true }
                guard let slash = path.lastIndex(of: "/") else { break }
                path = path[..<slash]
            }
            guard let patch = member.patchPath, let separator = patch.range(of: "://") else { return false }
            return found.contains(String(patch[separator.upperBound...]))
        }
    }

    private func configMatches(_ member: SelectionMember, _ criterion: SelectionCriterion) -> Bool {
        var value: DataValue = .mapping(member.config.values)
        for argument in criterion.arguments {
            let key = argument == "pre_hook" || argument == "post_hook" ? argument.replacing("_", with: "-") : argument
            guard let next = value[key] else { return false }
            value = next
        }
        let wanted = criterion.value
        if let literal = criterion.literal, literal == value || value.list?.contains(literal) == true { return true }
        switch value {
        case .string(let text):
            return criterion.arguments == ["severity"] ? text.lowercased() == wanted.lowercased() : text == wanted
        case .bool(let flag): return wanted.lowercased() == (flag ? "true" : "false")
        case .list(let items):
            return items.contains { item in
                item.string == wanted || item.bool.map { wanted.lowercased() == ($0 ? "true" : "false") } ?? false
            }
        default: return false
        }
    }

    private func testNames(_ pattern: Wildcard) -> Set<Int> {
        select { member in
            if member.type == .unitTest { return pattern.matches(member.name) }
            guard member.type == .test, let test = manifest.nodes[member.id]?.genericTest else { return false }
            return pattern.matches(test.testName)
        }
    }

    private func testTypes(_ value: String) throws(Diagnostic) -> Set<Int> {
        switch value {
        case "generic", "schema":
            return select { $0.type == .test && manifest.nodes[$0.id]?.genericTest != nil }
        case "singular": return select { $0.type == .test && manifest.nodes[$0.id]?.genericTest == nil }
        case "data": return select { $0.type == .test }
        case "unit": return select { $0.type == .unitTest }
        default:
            throw invalid(
                "Invalid test type selector \(value): expected \"generic\", \"singular\", \"unit\", or \"data\"")
        }
    }

    private func resourceTypes(_ value: String) throws(Diagnostic) -> Set<Int> {
        guard let type = ResourceType(rawValue: value) else {
            throw invalid("Invalid resource_type selector \"\(value)\"")
        }
        return select { $0.type == type }
    }

    private func versions(_ value: String) throws(Diagnostic) -> Set<Int> {
        guard ["latest", "prerelease", "old", "none"].contains(value) else {
            throw invalid(
                "Invalid version type selector \(value): expected one of: \"latest\", \"prerelease\", \"old\", or \"none\""
            )
        }
        return select { member in
            guard member.type == .model, let model = manifest.nodes[member.id]?.model else { return false }
            guard let version = model.version, let latest = model.latestVersion else { return value == "none" }
            switch value {
            case "latest": return version == latest
            case "prerelease": return latest.precedes(version)
            case "old": return version.precedes(latest)
            default: return false
            }
        }
    }

    private func state(_ value: String, _ warn: (Diagnostic) -> Void) throws(Diagnostic) -> Set<Int> {
        let ids = try StateComparison(manifest, with: previousState).ids(matching: value, warn: warn)
        return select { ids.contains($0.id) }
    }

    private func results(_ value: String) throws(Diagnostic) -> Set<Int> {
        guard let results = previousState?.results else { throw missing("No comparison run_results") }
        return select { results[$0.id] == value }
    }

    private func sourceStatus(_ value: String) throws(Diagnostic) -> Set<Int> {
        guard let previous = previousState?.sources else {
            throw missing("No previous state comparison freshness results in sources.json")
        }
        guard let current = previousState?.currentSources else {
            throw missing("No current state comparison freshness results in sources.json")
        }
        guard value == "fresher" else { return [] }
        let fresher = current.fresher(than: previous)
        return select { fresher.contains($0.id) }
    }
}

extension String {
    /// The first occurrence of `text`.
    fileprivate func range(of text: String) -> Range<Index>? { firstRange(of: text) }
}
