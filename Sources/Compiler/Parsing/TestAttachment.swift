internal import ProjectLoading
internal import ProjectModel

/// Connects generic tests with what they test: the attached node, and its group.
struct TestAttachment {
    /// Models, seeds and snapshots by package and name, versions by their full name and the latest by the plain one.
    private var nodes: [String: Node] = [:]

    init(_ parsed: ParsedProject) {
        for node in parsed.nodes + parsed.disabledNodes where node.resourceType.isRefable {
            nodes["\(node.packageName).\(node.searchName)"] = node
            if let model = node.model, model.version == model.latestVersion {
                nodes["\(node.packageName).\(node.name)"] = node
            }
        }
    }

    func attach(_ tests: inout [Node]) {
        for index in tests.indices {
            guard case .genericTest(var test) = tests[index].details, test.fileKeyName.hasPrefix("sources.") == false,
                let call = tests[index].refs.first, let node = target(of: test, call, in: tests[index].packageName)
            else { continue }
            test.attachedNode = node.uniqueID
            tests[index].details = .genericTest(test)
            tests[index].group = node.group
        }
    }

    private func target(of test: Node.GenericTestDetails, _ call: RefCall, in package: String) -> Node? {
        let name = test.fileKeyName.split(separator: ".", maxSplits: 1).last.map(String.init) ?? call.name
        let versioned = call.version.map { "\(name).v\($0.text)" } ?? name
        return nodes["\(package).\(versioned)"] ?? nodes["\(package).\(name)"]
    }
}
