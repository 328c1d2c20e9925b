internal import ProjectLoading
internal import ProjectModel

/// Connects generic tests with what they test: the attached node, and its group.
struct TestAttachment {
    /// Models, seeds and snapshots by package and name, versions by their full name and the latest by the plain one.
    private var nodes: [String: Target] = [:]

    private struct Target {
        var id: UniqueID
        var group: String?
    }

    init(_ parsed: ParsedProject) {
        // What is switched on hides what is switched off.
        for list in [parsed.disabledNodes, parsed.nodes] {
            for index in list.indices where list[index].resourceType.isRefable { add(list[index]) }
        }
    }

    private mutating func add(_ node: Node) {
        let target = Target(id: node.uniqueID, group: node.group)
        nodes["\(node.packageName).\(node.searchName)"] = target
        if let model = node.model, model.version == model.latestVersion {
            nodes["\(node.packageName).\(node.name)"] = target
        }
    }

    func attach(_ tests: inout [Node]) {
        for index in tests.indices {
            guard case .genericTest(var test) = tests[index].details, test.fileKeyName.hasPrefix("sources.") == false,
                let call = tests[index].refs.first, let node = target(of: test, call, in: tests[index].packageName)
            else { continue }
            test.attachedNode = node.id
            tests[index].details = .genericTest(test)
            tests[index].group = node.group
        }
    }

    private func target(of test: Node.GenericTestDetails, _ call: RefCall, in package: String) -> Target? {
        let name = test.fileKeyName.split(separator: ".", maxSplits: 1).last.map(String.init) ?? call.name
        let versioned = call.version.map { "\(name).v\($0.text)" } ?? name
        return nodes["\(package).\(versioned)"] ?? nodes["\(package).\(name)"]
    }
}
