public import Diagnostics
internal import Formats
internal import ProjectLoading
internal import ProjectModel

/// Several files that define nodes of one unique id, of which at most one may be enabled.
///
/// What yml files say of that id goes to the node that is enabled without them; the others stay as their files and
/// dbt_project.yml make them. Only when none is enabled do yml files speak of all, and then they cannot enable one.
///
/// Source: dbt-core 1.11, where properties are applied once all files are parsed.
struct SharedIdentities {
    let parser: NodeParser
    let jobs: [ParseJob]

    private struct Place {
        var job: Int
        var index: Int
    }

    /// Puts right what was parsed as if each file were the only one of its name.
    /// - Parameter nodes: the nodes of each job.
    /// - Throws: when yml files enable one of several nodes and do not say which.
    func settle(_ nodes: inout [[Node]]) throws(Diagnostic) {
        var places: [UniqueID: [Place]] = [:]
        for job in jobs.indices {
            guard case .file = jobs[job] else { continue }
            for index in nodes[job].indices {
                places[nodes[job][index].uniqueID, default: []].append(Place(job: job, index: index))
            }
        }
        guard places.count < places.values.reduce(0, { $0 + $1.count }) else { return }
        for id in places.keys.sorted() {
            if let shared = places[id], shared.count > 1 { try settle(shared, &nodes) }
        }
    }

    private func settle(_ places: [Place], _ nodes: inout [[Node]]) throws(Diagnostic) {
        let drafts = try places.map { place throws(Diagnostic) in try jobs[place.job].drafts()[place.index] }
        // Versions are told apart by what yml files say of files.
        guard let properties = drafts[0].properties, properties.version == nil else { return }
        let plain = try drafts.map { draft throws(Diagnostic) in
            var draft = draft
            draft.properties = nil
            return try parser.parse(draft)
        }
        let enabled = plain.indices.filter { plain[$0].config.isEnabled }
        guard let first = enabled.first else {
            if properties.config["enabled"]?.bool == true { throw ambiguous(plain) }
            return
        }
        var settled = plain
        if enabled.count == 1 {
            let described = nodes[places[first].job][places[first].index]
            if described.config.isEnabled {
                settled[first] = described
            } else {
                // It joins the disabled ones when the yml files are applied.
                settled.remove(at: first)
                settled.append(described)
            }
        }
        for (place, node) in zip(places, settled) { nodes[place.job][place.index] = node }
    }

    private func ambiguous(_ nodes: [Node]) -> Diagnostic {
        Diagnostic(
            .enabledAmbiguous,
            """
            Found \(nodes.count) matching disabled nodes for \(nodes[0].resourceType.rawValue) '\(nodes[0].name)'. \
            Multiple nodes for the same unique id cannot be enabled in the schema file. They must be enabled in \
            `dbt_project.yml` or in the sql files.
            """, family: .parsing)
    }
}

extension Diagnostic.Code {
    /// A yml file that enables one of several disabled nodes of the same name.
    public static let enabledAmbiguous = Self(rawValue: "enabled-ambiguous")
    /// A hook of a seed that calls `ref` or `source`.
    public static let seedWithReferences = Self(rawValue: "seed-with-references")
}
