internal import Diagnostics
internal import OrderedCollections
internal import ProjectLoading
internal import ProjectModel

/// Finds configuration keys that are probably slips: any key is allowed, so dbt takes `materialised` without a word.
struct ConfigKeyCheck {
    /// - Parameter warn: called once for each such key and type of resource, with the first resource that has it.
    func report(_ nodes: [Node], _ warn: (Diagnostic) throws(Diagnostic) -> Void) throws(Diagnostic) {
        var seen: Set<String> = []
        for node in nodes {
            for key in node.config.values.keys {
                guard seen.insert("\(node.resourceType.rawValue) \(key)").inserted,
                    let known = ConfigResolver.suggestion(for: key, of: node.resourceType)
                else { continue }
                let files = [node.originalFilePath, node.patchPath?.split(separator: "/").last.map(String.init)]
                try warn(
                    Diagnostic(
                        .configUnknownKey,
                        "the configuration of \(node.resourceType.rawValue) \(node.name) "
                            + "(\(files.compactMap(\.self).joined(separator: ", "))) has a key '\(key)' that dbt does not know",
                        severity: .warning, hint: "did you mean \"\(known)\"?"))
            }
        }
    }
}

extension Diagnostic.Code {
    /// A configuration has a key that nobody knows and that looks like one that is known.
    static let configUnknownKey = Self(rawValue: "config-unknown-key")
}
